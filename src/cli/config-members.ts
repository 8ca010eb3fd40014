// The members of a configuration: what each may be, and which of them name files.
import type { CommandsConfig, EmulatorConfig, ServiceConfig, ServiceDefaults } from '../config.ts';
import { coverageClasses } from '../contract/coverage/coverage.ts';
import { nearestName } from '../contract/name-likeness.ts';
import { createFaults, type FaultRule } from '../service/faults.ts';
import { isHttpUrl } from './option-values.ts';

/** What is wrong with a value, or undefined. */
type Check = (value: unknown) => string | undefined;

export interface Member {
  readonly check: Check;
  /** Its texts are files or folders, relative to the configuration file. */
  readonly isPath?: boolean;
  /** The members of the object that it is. */
  readonly members?: Members;
}

export type Members = Readonly<Record<string, Member>>;
type MembersOf<T> = Readonly<Record<keyof T, Member>>;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const must =
  (fits: (value: unknown) => boolean, be: string): Check =>
  (value) =>
    fits(value) ? undefined : `must be ${be}`;

const text: Member = { check: must(isText, 'a text') };
const path: Member = { ...text, isPath: true };
const texts: Member = {
  check: must((value) => [value].flat().every(isText), 'a text or a list of texts'),
};
const paths: Member = { ...texts, isPath: true };
const url: Member = { check: must((value) => isText(value) && isHttpUrl(value), 'an http or https URL') };
const number: Member = {
  check: must((value) => Number.isInteger(value) && Number(value) >= 0, 'a whole number'),
};
const flag: Member = { check: must((value) => typeof value === 'boolean', 'true or false') };
const table: Member = { check: must(isTable, 'an object') };
const code: Member = { check: must((value) => typeof value === 'function', 'a function') };

function oneOf(...choices: string[]): Member {
  const check: Check = (value) => {
    if (choices.includes(value as string)) return undefined;
    const near = typeof value === 'string' ? nearestName(value, choices) : undefined;
    return `must be one of ${choices.join(', ')}${didYouMean(near)}`;
  };
  return { check };
}

function either(first: Member, second: Member): Member {
  const check: Check = (value) => {
    const problems = [first.check(value), second.check(value)];
    return problems.includes(undefined) ? undefined : problems.join(' or ');
  };
  return { ...first, check };
}

const faultRules: Check = (value) => {
  if (!Array.isArray(value)) return 'must be a list of rules';
  try {
    createFaults(value as FaultRule[]);
    return undefined;
  } catch (error) {
    if (error instanceof TypeError) return `is wrong: ${error.message}`;
    throw error;
  }
};

const percentage = must(
  (value) => typeof value === 'number' && value >= 0 && value <= 100,
  'a percentage, 0 to 100',
);
const failUnder: Check = (value) => {
  if (!isTable(value)) return percentage(value);
  const problems = Object.entries(value).map(([name, share]) => {
    if (coverageClasses.includes(name as never)) return percentage(share);
    return `has no class ${name}${didYouMean(nearestName(name, coverageClasses))} Classes are ${coverageClasses.join(', ')}`;
  });
  return problems.find((problem) => problem !== undefined);
};

function section<T>(members: MembersOf<T>): Member {
  return { check: must(isTable, 'an object'), members };
}

const commandMembers: MembersOf<CommandsConfig> = {
  generate: section<NonNullable<CommandsConfig['generate']>>({ out: path, check: flag, verbose: flag }),
  pull: section<NonNullable<CommandsConfig['pull']>>({ url, out: path, bearer: text }),
  diff: section<NonNullable<CommandsConfig['diff']>>({
    old: path,
    new: path,
    format: oneOf('text', 'markdown', 'json', 'sarif'),
    failOn: oneOf('breaking', 'any'),
    against: paths,
    examples: paths,
    root: texts,
  }),
  check: section<NonNullable<CommandsConfig['check']>>({
    examples: paths,
    format: oneOf('text', 'json', 'sarif', 'junit'),
    replay: flag,
    root: texts,
  }),
  record: section<NonNullable<CommandsConfig['record']>>({
    upstream: url,
    out: path,
    replayFrom: paths,
    emulate: flag,
    limit: number,
  }),
  coverage: section<NonNullable<CommandsConfig['coverage']>>({
    recordings: paths,
    format: oneOf('text', 'json'),
    json: path,
    html: path,
    failUnder: { check: failUnder },
    root: texts,
  }),
};

const defaultMembers: MembersOf<ServiceDefaults> = {
  profile: either(oneOf('odata', 'graph'), table),
  validation: oneOf('strict', 'report'),
  capabilities: oneOf('enforce', 'ignore'),
  bodyLimit: number,
  contentLimit: number,
  debug: flag,
  populate: either(number, table),
};

export const configMembers: MembersOf<EmulatorConfig & { readonly $schema?: string }> = {
  $schema: text,
  services: {
    check: must((value) => Array.isArray(value) && value.length > 0, 'a list of at least one service'),
  },
  port: number,
  host: text,
  admin: flag,
  remoteAdmin: flag,
  maxSessions: number,
  journal: path,
  verbose: flag,
  ...defaultMembers,
  ...commandMembers,
};

const serviceMembers: MembersOf<ServiceConfig> = {
  name: text,
  path: text,
  metadata: path,
  generated: path,
  include: texts,
  overlay: paths,
  data: either(path, table),
  handlers: either(path, table),
  now: code,
  newGuid: code,
  pageSize: number,
  upsert: flag,
  jsonMediaEntities: flag,
  requireIfMatch: flag,
  etags: either(oneOf('annotated', 'all'), table),
  prefixedControlInformation: flag,
  alwaysId: flag,
  alwaysMediaLinks: flag,
  normalizeValues: flag,
  formEncodedQuery: flag,
  computedValues: table,
  searchProperties: table,
  changeTracking: oneOf('annotated', 'all'),
  contentSizes: table,
  slugProperties: table,
  emptyStreamMediaType: text,
  singletonEntities: table,
  faults: { check: faultRules },
  ...defaultMembers,
  ...commandMembers,
};

/** Everything that is wrong with a configuration: `services[0].profil is not known. …` */
export function checkConfig(content: unknown): string[] {
  const problems = checkMembers(content, '', configMembers, ['services']);
  const services = isTable(content) && Array.isArray(content.services) ? content.services : [];
  return problems.concat(
    services.flatMap((service, index) =>
      checkMembers(service, `services[${index}]`, serviceMembers, ['metadata']),
    ),
  );
}

function checkMembers(
  content: unknown,
  where: string,
  members: Members,
  required: readonly string[],
): string[] {
  if (!isTable(content)) return [`${where || 'the configuration'} must be an object`];
  const at = (name: string): string => (where === '' ? name : `${where}.${name}`);
  const missing = required.filter((name) => !(name in content)).map((name) => `${at(name)} is missing`);
  const wrong = Object.entries(content).flatMap(([name, value]): string[] => {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined) {
      const names = Object.keys(members);
      return [
        `${at(name)} is not known${didYouMean(nearestName(name, names))} Known are ${names.join(', ')}`,
      ];
    }
    if (value === undefined) return [];
    const problem = member.check(value);
    if (problem !== undefined) return [`${at(name)} ${problem}`];
    return member.members === undefined ? [] : checkMembers(value, at(name), member.members, []);
  });
  return [...missing, ...wrong];
}

function didYouMean(near: string | undefined): string {
  return near === undefined ? '.' : `. Did you mean ${near}?`;
}
