// README, "Configuration": what the options of a service may be, in a configuration as well as for createEmulator.

import type { PopulateOptions } from '../data/populate.ts';
import { createFaults, type FaultRule } from '../service/faults.ts';
import type { ServiceOptions } from '../service/odata-service.ts';
import type { ServiceConfig, ServiceDefaults } from './config.ts';
import {
  type Check,
  code,
  codeTable,
  either,
  flag,
  isTable,
  type Member,
  type MembersOf,
  must,
  number,
  oneOf,
  path,
  section,
  table,
  tableOf,
  text,
  texts,
} from './member.ts';

const populateMembers: MembersOf<PopulateOptions> = {
  count: number,
  seed: number,
  sets: {
    check: must((value) => Array.isArray(value) && texts.check(value) === undefined, 'a list of names'),
    schema: { type: 'array', items: text.schema! },
  },
};

const populateObject: Member = {
  ...section<PopulateOptions>(populateMembers),
  check: must((value) => isTable(value) && 'count' in value, 'an object such as { count: 50, seed: 1 }'),
  schema: { type: 'object', required: ['count'] },
};

const share: Member = { check: () => undefined, schema: { type: 'number', minimum: 0, maximum: 1 } };
const fromOne: Member = { check: () => undefined, schema: { type: 'integer', minimum: 1 } };
const milliseconds = { type: 'number', minimum: 0, maximum: 3_600_000 };

function oneOrList({ schema }: Member): Member {
  return {
    check: () => undefined,
    schema: { anyOf: [schema, { type: 'array', items: schema, minItems: 1 }] },
  };
}

/** What a rule may say, for the JSON Schema; `createFaults` checks it, what a rule may not say at once included. */
const faultMembers: MembersOf<FaultRule> = {
  name: { ...text, schema: { type: 'string', pattern: '^[ -~]+$' } },
  method: oneOrList(text),
  path: text,
  probability: share,
  seed: { ...number, schema: { type: 'integer', minimum: 0, maximum: 4_294_967_295 } },
  nth: oneOrList(fromOne),
  times: fromOne,
  status: { ...number, schema: { type: 'integer', minimum: 400, maximum: 599 } },
  code: text,
  message: text,
  retryAfter: { ...number, schema: { type: 'integer', minimum: 0, maximum: 86_400 } },
  latency: {
    ...number,
    schema: { anyOf: [milliseconds, { type: 'array', items: milliseconds, minItems: 2, maxItems: 2 }] },
  },
  connection: oneOf('reset'),
  body: oneOf('truncated', 'malformed', 'in-stream-error'),
};

const faultRules: Check = (value) => {
  if (!Array.isArray(value)) return 'must be a list of rules, such as [{ path: "Products/**", status: 503 }]';
  try {
    createFaults(value as FaultRule[]);
    return undefined;
  } catch (error) {
    if (error instanceof TypeError) return `is wrong: ${error.message}`;
    throw error;
  }
};

/** What a list of fault rules may be; `members` are those of each rule. */
export const faults: Member & { readonly itemMembers: MembersOf<FaultRule> } = {
  check: faultRules,
  schema: { type: 'array' },
  itemMembers: faultMembers,
};

const textTable = tableOf(text);
const listTable = tableOf({
  check: must((value) => Array.isArray(value) && texts.check(value) === undefined, 'a list of texts'),
  schema: { type: 'array', items: text.schema! },
});

export const defaultMembers: MembersOf<ServiceDefaults> = {
  profile: either(oneOf('odata', 'graph'), codeTable),
  validation: oneOf('strict', 'report'),
  capabilities: oneOf('enforce', 'ignore'),
  bodyLimit: number,
  contentLimit: number,
  debug: flag,
  populate: either(number, populateObject),
};

/** The options that a service has wherever it is made. */
export const serviceOptionMembers: MembersOf<
  Omit<ServiceOptions, 'log'> & Pick<ServiceConfig, 'populate' | 'profile' | 'faults'>
> = {
  ...defaultMembers,
  now: code,
  newGuid: code,
  pageSize: number,
  upsert: flag,
  jsonMediaEntities: flag,
  requireIfMatch: flag,
  etags: either(oneOf('annotated', 'all'), listTable),
  prefixedControlInformation: flag,
  alwaysId: flag,
  alwaysMediaLinks: flag,
  normalizeValues: flag,
  formEncodedQuery: flag,
  computedValues: tableOf(oneOf('revision', 'createdAt', 'modifiedAt', 'typeName')),
  searchProperties: listTable,
  aggregates: codeTable,
  changeTracking: oneOf('annotated', 'all'),
  contentSizes: textTable,
  slugProperties: textTable,
  emptyStreamMediaType: text,
  removedAnnotation: flag,
  ignoreWait: flag,
  plainJobResults: flag,
  singletonEntities: textTable,
  faults,
};

export const data: Member = either(path, table);
export const handlers: Member = either(path, codeTable);
