// SPDX-License-Identifier: EUPL-1.2
import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

/** An error's text is constant: a value in it could be a person's (see SECURITY.md). */
const noInterpolationInErrors = {
  selector:
    'NewExpression[callee.name=/Error$/] > :matches(TemplateLiteral[expressions.length>0], BinaryExpression)',
  message: 'An error text is constant: use a closed code with field name and row ordinal.',
};

export default tseslint.config(
  { ignores: ['.koppel/**', 'coverage/**', '**/node_modules/**', 'demo-out/**'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', noInterpolationInErrors],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
    },
  },
  { files: ['**/*.test.ts'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
