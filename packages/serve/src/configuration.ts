// SPDX-License-Identifier: EUPL-1.2
/**
 * Configuration of a service: a file in YAML, and variables of the environment over it. Strict: what
 * is not known is an error. Each setting is known with where it came from. Secrets are named by file
 * and never stand in it.
 */
import { dirname, resolve } from 'node:path';
import { readFileText } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { parse } from 'yaml';
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value came from. */
export type Origin = 'file' | 'environment' | 'default';

export interface Setting {
  /** Its place in the file, such as `http.port`. */
  readonly path: string;
  /** As text. */
  readonly value: string;
  readonly origin: Origin;
  /** The variable that says it instead; absent where none can, as within a list. */
  readonly variable?: string;
}

export interface Configured<T> {
  readonly config: T;
  readonly settings: readonly Setting[];
}

export interface ConfigurationSource {
  /** Absent: all comes from the environment. */
  readonly file: string | undefined;
  readonly environment: Environment;
  /** What the variables begin with, such as `KOPPEL_LINKAGE_`. */
  readonly prefix: string;
  /** Settings that are paths, by their place; `*` stands for any place in a list. */
  readonly paths: readonly string[];
}

type Tree = Record<string, unknown>;
type Kind = 'integer' | 'boolean' | 'string';

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** Names of settings; what else stands in a file given by mistake is not printed. */
const settingName = /^[a-zA-Z]{1,30}$/;
const variableName = /^[A-Z][A-Z0-9_]{0,80}$/;

/** The settings that are one value, by their place. */
function leavesOf(schema: JsonSchema, before = ''): [path: string, kind: Kind][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, one]): [string, Kind][] => {
    const path = before === '' ? name : `${before}.${name}`;
    if (one.properties !== undefined) return leavesOf(one, path);
    if (one.type === 'array') return [];
    const kind = one.type === 'integer' || one.type === 'boolean' ? one.type : 'string';
    return [[path, kind]];
  });
}

/** `http.allowRemote` → `HTTP_ALLOW_REMOTE`, after the prefix. */
function variableOf(prefix: string, path: string): string {
  const snake = path.replaceAll('.', '_').replace(/[A-Z]/g, (letter) => `_${letter}`);
  return `${prefix}${snake.toUpperCase()}`;
}

/** A text as the kind of value that is expected; as it stands where it is none: the schema refuses it. */
function valueOf(kind: Kind, text: string): unknown {
  if (kind === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function put(tree: Tree, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop()!;
  let at = tree;
  for (const name of names) {
    const inside = at[name];
    const next = typeof inside === 'object' && inside !== null ? { ...inside } : {};
    at[name] = next;
    at = next;
  }
  at[last] = value;
}

/** Every value of a tree with its place. */
function flat(value: unknown, before = ''): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null) return [[before, value]];
  return Object.entries(value).flatMap(([name, inside]) =>
    flat(inside, before === '' ? name : `${before}.${name}`),
  );
}

function placeOf(issue: z.core.$ZodIssue | undefined): { path?: string } {
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const parts = [...(issue?.path ?? []), ...unknown].map(String);
  const sound = parts.every((part) => settingName.test(part) || /^\d+$/.test(part));
  return sound && parts.length > 0 ? { path: parts.join('.') } : {};
}

/** The tree of a file; SERVE_CONFIG when it is none. */
function treeOf(file: string): Tree {
  let tree: unknown;
  const text = readFileText(file);
  try {
    tree = parse(text, { logLevel: 'error' });
  } catch {
    throw new KoppelError('SERVE_CONFIG', { file });
  }
  if (typeof tree === 'object' && tree !== null && !Array.isArray(tree)) return tree as Tree;
  throw new KoppelError('SERVE_CONFIG', { file });
}

/** What a log or list may be called that is no path. */
const notPaths = new Set(['kafka:', 'none']);

/** Takes the paths in a tree from a folder. */
function resolvePaths(tree: Tree, paths: readonly string[], folder: string): void {
  const patterns = paths.map((path) => new RegExp(`^${path.replaceAll('*', '\\d+')}$`));
  for (const [path, value] of flat(tree)) {
    if (typeof value !== 'string' || value === '' || notPaths.has(value)) continue;
    if (!patterns.some((pattern) => pattern.test(path))) continue;
    const names = path.split('.');
    const last = names.pop()!;
    const inside = names.reduce<Tree>((at, name) => at[name] as Tree, tree);
    inside[last] = resolve(folder, value);
  }
}

/** The variables that are set, as settings. SERVE_CONFIG for one that there is not. */
function fromEnvironment(
  leaves: readonly [path: string, kind: Kind][],
  { environment, prefix }: ConfigurationSource,
): [path: string, value: unknown][] {
  const byVariable = new Map(leaves.map((leaf) => [variableOf(prefix, leaf[0]), leaf]));
  return Object.entries(environment).flatMap(([variable, text]): [string, unknown][] => {
    if (!variable.startsWith(prefix) || text === undefined || text === '') return [];
    const leaf = byVariable.get(variable);
    if (leaf !== undefined) return [[leaf[0], valueOf(leaf[1], text)]];
    const place = variableName.test(variable) ? { path: variable } : {};
    throw new KoppelError('SERVE_CONFIG', place);
  });
}

/**
 * Reads a configuration. Paths in the file are taken from its folder, those of the environment and of
 * no file from the working folder.
 * @throws KoppelError FILE_MISSING, FILE_NOT_UTF8; SERVE_CONFIG with the setting or variable as path
 */
export function readConfiguration<Schema extends z.ZodType>(
  schema: Schema,
  source: ConfigurationSource,
): Configured<z.output<Schema>> {
  const { file, prefix, paths } = source;
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const leaves = leavesOf(json);
  const tree: Tree = file === undefined ? { koppelServe: 1 } : treeOf(file);
  const inFile = new Set(flat(tree).map(([path]) => path));
  if (file !== undefined) resolvePaths(tree, paths, dirname(file));
  const given = fromEnvironment(leaves, source);
  for (const [path, value] of given) put(tree, path, value);
  resolvePaths(tree, paths, '.');
  const parsed = schema.safeParse(tree);
  if (!parsed.success) {
    const place = file === undefined ? {} : { file };
    throw new KoppelError('SERVE_CONFIG', { ...place, ...placeOf(parsed.error.issues[0]) });
  }
  const set = new Set(given.map(([path]) => path));
  const said = new Map(flat(tree));
  const known = new Set(leaves.map(([path]) => path));
  const all = new Map([...flat(parsed.data), ...said]);
  const settings = [...all].filter(([, value]) => typeof value !== 'function').map(([path, value]): Setting => ({
    path,
    value: String(value),
    origin: set.has(path) ? 'environment' : inFile.has(path) ? 'file' : 'default',
    ...(known.has(path) && path !== 'koppelServe' ? { variable: variableOf(prefix, path) } : {}),
  })); // prettier-ignore
  return { config: parsed.data, settings };
}

/** Whether an address is of this machine alone. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

const httpShape = {
  address: z.union([z.ipv4(), z.ipv6()]).default('127.0.0.1'),
  /** Without it only addresses of this machine itself are listened on. */
  allowRemote: z.boolean().default(false),
};

/** Where a monitor asks; `port` is what is taken without a word. 0 lets the system choose. */
export function httpSettings(port: number) {
  return z
    .strictObject({ ...httpShape, port: z.int().min(0).max(65_535).default(port) })
    .prefault({})
    .refine(({ address, allowRemote }) => allowRemote || isLoopback(address), {
      path: ['allowRemote'],
    });
}

/** A path, as text that a file system takes. */
export const pathSetting = z.string().min(1).max(4096);
