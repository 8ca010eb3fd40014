// OData CSDL 4.01, sections 13.2 "Entity Set" and 13.3 "Singleton": entities that are made up, the same in every run, with their relationships.
import type { EdmEntitySet, EdmModel, EdmSingleton } from '../edm/edm-model.ts';
import { isSameOrDerived } from '../edm/edm-model.ts';
import { entitySets } from '../edm/navigation-target.ts';
import { isInKey } from '../edm/related-key.ts';
import { fillContained } from './contained-entities.ts';
import { createRowMaker } from './make-rows.ts';
import type { Generator } from './plausible-data.ts';
import type { PatternTexts, TextSources } from './plausible-text.ts';
import type { DataText } from './read-data.ts';
import { createRelate, type IsMaintained, type Row, targetSet } from './relate-entities.ts';

export interface PopulateOptions {
  /** Entities of each entity set. */
  readonly count: number;
  /** The same number makes the same entities. Default 1. */
  readonly seed?: number;
  /** Names of the entity sets and singletons to fill; all where absent. */
  readonly sets?: readonly string[];
}

/**
 * Makes the entities of a model's sets and singletons, as files that hold them would: texts by name, for loading.
 * Sets that only show the entities of others stay as those make them. Rejects where @faker-js/faker is not installed.
 * @param isMaintained which navigation properties the service keeps by itself: they are not linked
 */
export async function populate(
  model: EdmModel,
  { count, seed = 1, sets: names }: PopulateOptions,
  isMaintained: IsMaintained = () => false,
): Promise<ReadonlyMap<string, DataText>> {
  const sources = await loadSources();
  const generator: Generator = { model, keyTexts: new Map(), ...sources };
  const { makeRows } = createRowMaker(generator);
  const sets = dependentsLast(model, setsToFill(model, names));
  const rows = new Map<EdmEntitySet, readonly Row[]>();
  for (const entitySet of sets) {
    reseed(sources, entitySet.name, seed);
    rows.set(entitySet, makeRows(entitySet, count, rows));
  }
  const filled = new Map<EdmEntitySet | EdmSingleton, readonly Row[]>(rows);
  for (const singleton of singletonsToFill(model, names)) {
    reseed(sources, singleton.name, seed);
    filled.set(singleton, makeRows(singleton, 1, rows));
  }
  const relate = createRelate(generator, rows, isMaintained);
  for (const [source, own] of filled) {
    reseed(sources, `${source.name}/`, seed);
    relate({ navigationSource: source, path: [] }, own);
  }
  fillContained(generator, filled, { rows, relate, reseed: (name) => reseed(sources, name, seed) });
  return new Map([...filled].map(([{ name }, own]) => [name, textOf(name, own)]));
}

function textOf(name: string, rows: readonly Row[]): DataText {
  return { text: JSON.stringify(rows.map(({ values }) => values)), file: `(made up) ${name}` };
}

async function loadSources(): Promise<TextSources> {
  try {
    const [{ faker }, { default: patternTexts }] = await Promise.all([
      import('@faker-js/faker/locale/en'),
      import('randexp'),
    ]);
    faker.setDefaultRefDate('2026-01-01T00:00:00Z');
    // its types declare a default export inside of the module; the module is the class
    return { faker, patternTexts: patternTexts as unknown as PatternTexts };
  } catch (cause) {
    throw new Error('Making up entities needs more packages: npm install @faker-js/faker randexp', { cause });
  }
}

/** Each set has a row of random numbers of its own, so that one more set leaves the others as they are. */
function reseed({ faker }: TextSources, name: string, seed: number): void {
  let hash = seed >>> 0;
  for (const character of name) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  faker.seed(hash);
}

function setsToFill(model: EdmModel, names: readonly string[] | undefined): readonly EdmEntitySet[] {
  const all = entitySets(model).filter(({ name }) => names?.includes(name) ?? true);
  return all.filter(
    (set) =>
      !all.some(
        (other) => other.entityType !== set.entityType && isSameOrDerived(other.entityType, set.entityType),
      ),
  );
}

function singletonsToFill(model: EdmModel, names: readonly string[] | undefined): readonly EdmSingleton[] {
  const children = [...(model.entityContainer?.children.values() ?? [])];
  return children.filter(
    (child): child is EdmSingleton => child.kind === 'Singleton' && (names?.includes(child.name) ?? true),
  );
}

/** Sets whose keys or properties repeat those of others come after them. */
function dependentsLast(model: EdmModel, sets: readonly EdmEntitySet[]): readonly EdmEntitySet[] {
  const ordered = new Set<EdmEntitySet>();
  const visiting = new Set<EdmEntitySet>();
  const visit = (set: EdmEntitySet): void => {
    if (ordered.has(set) || visiting.has(set)) return;
    visiting.add(set);
    for (const target of principalSets(model, set)) if (sets.includes(target)) visit(target);
    ordered.add(set);
  };
  sets.forEach(visit);
  return [...ordered];
}

/** Section 8.5 "Referential Constraint": the sets whose values a set's entities repeat, themselves or in complex values. */
function principalSets(model: EdmModel, set: EdmEntitySet): readonly EdmEntitySet[] {
  const { navigationProperties, properties } = set.entityType;
  const own = [...navigationProperties.values()].map((property) => ({ property, path: [] as string[] }));
  const nested = [...properties.values()].flatMap(({ name, type: { type } }) =>
    type.kind !== 'ComplexType'
      ? []
      : [...type.navigationProperties.values()].map((property) => ({ property, path: [name] })),
  );
  return [...own, ...nested]
    .filter(
      ({ property, path }) =>
        property.referentialConstraints.length > 0 ||
        (path.length === 0 && isInKey(set.entityType, property.name)),
    )
    .map(({ property, path }) => targetSet(model, { navigationSource: set, path: [] }, path, property))
    .filter((target) => target !== undefined);
}
