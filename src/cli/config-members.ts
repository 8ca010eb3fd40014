// The members of a configuration: what each may be, and which of them name files.

import { coverageClasses } from '../contract/coverage/coverage.ts';
import { nearestName } from '../error/name-likeness.ts';
import type { CommandsConfig, EmulatorConfig, ServiceConfig } from '../settings/config.ts';
import {
  type Check,
  checkMembers,
  didYouMean,
  flag,
  isTable,
  isText,
  type Member,
  type MembersOf,
  must,
  number,
  oneOf,
  path,
  paths,
  section,
  text,
  texts,
} from '../settings/member.ts';
import { data, defaultMembers, handlers, serviceOptionMembers } from '../settings/service-members.ts';
import { isHttpUrl } from './option-values.ts';

const url: Member = {
  check: must((value) => isText(value) && isHttpUrl(value), 'an http or https URL'),
  schema: { type: 'string', pattern: '^https?://' },
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

const share = { type: 'number', minimum: 0, maximum: 100 };
const failUnderSchema = {
  anyOf: [
    share,
    {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(coverageClasses.map((name) => [name, share])),
    },
  ],
};

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
    failUnder: { check: failUnder, schema: failUnderSchema },
    root: texts,
  }),
};

export const configMembers: MembersOf<EmulatorConfig> = {
  $schema: text,
  services: {
    check: must((value) => Array.isArray(value) && value.length > 0, 'a list of at least one service'),
    schema: { type: 'array', minItems: 1 },
  },
  port: number,
  host: text,
  admin: flag,
  remoteAdmin: flag,
  maxSessions: number,
  sessionTimeout: number,
  journal: path,
  verbose: flag,
  ...defaultMembers,
  ...commandMembers,
};

export const serviceMembers: MembersOf<ServiceConfig> = {
  name: text,
  path: text,
  metadata: path,
  generated: path,
  include: texts,
  overlay: paths,
  data,
  handlers,
  ...serviceOptionMembers,
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
