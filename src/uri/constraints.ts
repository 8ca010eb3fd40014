// OData ABNF Construction Rules 4.01, section 6 "Names and identifiers": which names stand for which kind of model element.

/** For each rule that has a list, the texts that it may match; a rule without a list matches as the grammar says. */
export type NameLists = Readonly<Record<string, readonly string[]>>;

/** Name lists made ready for look-up. */
export interface Constraints {
  readonly lists: ReadonlyMap<string, ReadonlySet<string>>;
  /** The classes of each name that occurs in a list of `nameClasses`. */
  readonly classes: ReadonlyMap<string, number>;
  /** The classes that have no list, and so may be any name. */
  readonly unlisted: number;
}

/** Rules that are just an identifier, and that the grammar tells apart by the model alone: one bit each. */
const classNames = [
  'entityColNavigationProperty',
  'entityNavigationProperty',
  'complexColProperty',
  'complexProperty',
  'primitiveColProperty',
  'primitiveKeyProperty',
  'primitiveNonKeyProperty',
  'customAggregate',
  'streamProperty',
  'entityColFunction',
  'entityFunction',
  'complexColFunction',
  'complexFunction',
  'primitiveColFunction',
  'primitiveFunction',
  'action',
  'actionImport',
  'entityColFunctionImport',
  'entityFunctionImport',
  'complexColFunctionImport',
  'complexFunctionImport',
  'primitiveColFunctionImport',
  'primitiveFunctionImport',
  'entitySetName',
  'singletonEntity',
  'entityTypeName',
  'complexTypeName',
  'typeDefinitionName',
  'enumerationTypeName',
  'lambdaVariableExpr',
] as const;

export type NameClass = (typeof classNames)[number];
export const nameClass = Object.fromEntries(classNames.map((name, bit) => [name, 1 << bit])) as Readonly<
  Record<NameClass, number>
>;
const everyClass = classNames.reduce((all, _, bit) => all | (1 << bit), 0);

const n = nameClass;
export const primitiveProperties = n.primitiveKeyProperty | n.primitiveNonKeyProperty | n.customAggregate;
export const navigationProperties = n.entityNavigationProperty | n.entityColNavigationProperty;
export const functions =
  n.entityColFunction |
  n.entityFunction |
  n.complexColFunction |
  n.complexFunction |
  n.primitiveColFunction |
  n.primitiveFunction;
export const functionImports =
  n.entityColFunctionImport |
  n.entityFunctionImport |
  n.complexColFunctionImport |
  n.complexFunctionImport |
  n.primitiveColFunctionImport |
  n.primitiveFunctionImport;
export const properties =
  primitiveProperties |
  navigationProperties |
  n.complexColProperty |
  n.complexProperty |
  n.primitiveColProperty |
  n.streamProperty;

export function createConstraints(nameLists: NameLists): Constraints {
  const lists = new Map<string, ReadonlySet<string>>();
  const classes = new Map<string, number>();
  let unlisted = everyClass;
  for (const [rule, names] of Object.entries(nameLists)) {
    lists.set(rule, new Set(names));
    const bit = nameClass[rule as NameClass] as number | undefined;
    if (bit === undefined) continue;
    unlisted &= ~bit;
    for (const name of names) classes.set(name, (classes.get(name) ?? 0) | bit);
  }
  return { lists, classes, unlisted };
}

/** The classes that a name may belong to, as bits. */
export const classesOf = (constraints: Constraints | undefined, name: string): number =>
  constraints === undefined ? everyClass : constraints.unlisted | (constraints.classes.get(name) ?? 0);

export function allows(constraints: Constraints | undefined, rule: string, text: string): boolean {
  const list = constraints?.lists.get(rule);
  return list === undefined || list.has(text);
}
