// SPDX-License-Identifier: EUPL-1.2
/** Holds the types of the edge themselves: nothing that could be a name or a number of a citizen goes in. */
import { describe, expect, test } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

describe('no input of the edge is free text', () => {
  const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const config = ts.readConfigFile(file('../../../tsconfig.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.convertCompilerOptionsFromJson(
    (config.config as { compilerOptions: object }).compilerOptions,
    file('../../..'),
  );
  const program = ts.createProgram([file('egress.ts'), file('mapping.ts')], options);
  const checker = program.getTypeChecker();
  /** Objects of the language whose content is numbers. */
  const columns = new Set(['Uint8Array', 'Uint32Array', 'Float64Array']);

  /** Paths below a type at which a text (or anything at all) could stand; the study is not searched. */
  function textsIn(type: ts.Type, path: string, seen: readonly ts.Type[] = []): string[] {
    if (type.isUnion()) return type.types.flatMap((one) => textsIn(one, path, seen));
    if (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike)) return [];
    if (type.flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.Undefined)) return [];
    if (!(type.flags & ts.TypeFlags.Object)) return [path];
    if (columns.has(type.symbol.name) || seen.includes(type)) return [];
    if (checker.getIndexInfosOfType(type).length > 0) return [`${path}[…]`];
    return checker.getPropertiesOfType(type).flatMap((property) => {
      const declared = property.valueDeclaration;
      const isStudy =
        declared !== undefined &&
        ts.isPropertySignature(declared) &&
        declared.type?.getText() === 'Study';
      if (isStudy) return [];
      const inner = checker.getTypeOfSymbol(property);
      return textsIn(inner, `${path}.${property.name}`, [...seen, type]);
    });
  }

  /** Per exported function its parameters with text in them. */
  function textsOfExports(name: string): Record<string, string[]> {
    const source = checker.getSymbolAtLocation(program.getSourceFile(file(name))!)!;
    const found: Record<string, string[]> = {};
    for (const symbol of checker.getExportsOfModule(source)) {
      for (const signature of checker.getTypeOfSymbol(symbol).getCallSignatures()) {
        found[symbol.name] = signature
          .getParameters()
          .flatMap((parameter) => textsIn(checker.getTypeOfSymbol(parameter), parameter.name));
      }
    }
    return found;
  }

  test('but the names that the study holds', () => {
    expect(textsOfExports('egress.ts')).toEqual({
      batchCount: [],
      buildBatch: [],
      buildCommitment: [],
      buildReveal: [],
      buildConfirmation: [],
      buildLookAnswer: [],
      buildLookRefusal: [],
    });
  });

  test('and the search finds text where there is some', () => {
    expect(textsOfExports('mapping.ts')['readMapping']).toEqual(
      expect.arrayContaining(['file', 'register.id', 'register.label']),
    );
  });
});
