// SPDX-License-Identifier: EUPL-1.2
/** Reads from one TypeScript source what the rules need, with the compiler's own parser. */
import ts from 'typescript';

export interface Import {
  readonly specifier: string;
  /** 1-based. */
  readonly line: number;
  /** Disappears when types are stripped. */
  readonly typeOnly: boolean;
  /** Named bindings, as the other module spells them. */
  readonly names: readonly string[];
}

export interface Source {
  /** From the root of the project, with forward slashes. */
  readonly path: string;
  /** A test, or what only tests use (a folder `testing`). */
  readonly isTest: boolean;
  readonly imports: readonly Import[];
  /** String literals that end in `.ts`: workers and child programs are started by such names. */
  readonly fileNames: readonly string[];
  /** Free names (`fetch`) and properties of them (`Math.random`), each with its first line. */
  readonly names: ReadonlyMap<string, number>;
  readonly hasExportStar: boolean;
  readonly hasDefaultExport: boolean;
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  return ts.isImportDeclaration(statement)
    ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    : statement.isTypeOnly;
}

function importedNames(statement: ts.ImportDeclaration | ts.ExportDeclaration): string[] {
  const bindings = ts.isImportDeclaration(statement)
    ? statement.importClause?.namedBindings
    : statement.exportClause;
  if (bindings === undefined || ts.isNamespaceImport(bindings) || ts.isNamespaceExport(bindings)) {
    return [];
  }
  return bindings.elements.map((element) => (element.propertyName ?? element.name).text);
}

/** The specifier of an import, re-export or `import()`; undefined for any other node. */
function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  let candidate: ts.Expression | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    candidate = node.moduleSpecifier;
  } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    candidate = node.arguments[0];
  } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    const { literal } = node.argument;
    candidate = ts.isStringLiteral(literal) ? literal : undefined;
  }
  return candidate !== undefined && ts.isStringLiteralLike(candidate) ? candidate : undefined;
}

/** True where an identifier names a variable in use, not a property, a declaration or an import. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  return !('name' in parent && parent.name === node);
}

/** @param path - from the root of the project; decides only whether the file is a test */
export function parseSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (node: ts.Node): number =>
    file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const imports: Import[] = [];
  const fileNames: string[] = [];
  const names = new Map<string, number>();
  let hasExportStar = false;
  let hasDefaultExport = false;

  const use = (name: string, node: ts.Node): void => {
    if (!names.has(name)) names.set(name, lineOf(node));
  };

  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) {
      const statement = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node : null;
      imports.push({
        specifier: specifier.text,
        line: lineOf(node),
        typeOnly: statement === null ? ts.isImportTypeNode(node) : isTypeOnly(statement),
        names: statement === null ? [] : importedNames(statement),
      });
    } else if (ts.isStringLiteralLike(node) && node.text.endsWith('.ts')) {
      fileNames.push(node.text);
    }
    if (ts.isIdentifier(node) && isReference(node)) {
      use(node.text, node);
      if (ts.isPropertyAccessExpression(node.parent)) {
        use(`${node.text}.${node.parent.name.text}`, node);
      }
    }
    hasExportStar ||=
      ts.isExportDeclaration(node) && node.exportClause?.kind !== ts.SyntaxKind.NamedExports;
    hasDefaultExport ||=
      ts.isExportAssignment(node) ||
      (node.kind === ts.SyntaxKind.DefaultKeyword && ts.canHaveModifiers(node.parent));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return {
    path,
    isTest: path.endsWith('.test.ts') || path.includes('/testing/'),
    imports,
    fileNames,
    names,
    hasExportStar,
    hasDefaultExport,
  };
}
