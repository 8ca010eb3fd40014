// README, "Configuration": what a member of a configuration, or an option of createEmulator, may be.

import type { JsonSchema } from '../csdl/service-definition.ts';
import { nearestName } from '../error/name-likeness.ts';

/** What is wrong with a value, or undefined. */
export type Check = (value: unknown) => string | undefined;

export interface Member {
  readonly check: Check;
  /** What it may be in a file of JSON; undefined where only code can say it. */
  readonly schema?: JsonSchema;
  /** Its texts are files or folders, relative to the configuration file. */
  readonly isPath?: boolean;
  /** The members of the object that it is. */
  readonly members?: Members;
}

export type Members = Readonly<Record<string, Member>>;
/** A table that has every member of a type and no others. */
export type MembersOf<T> = Readonly<Record<keyof T, Member>>;

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
export const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const must =
  (fits: (value: unknown) => boolean, be: string): Check =>
  (value) =>
    fits(value) ? undefined : `must be ${be}`;

export const text: Member = { check: must(isText, 'a text'), schema: { type: 'string', minLength: 1 } };
export const path: Member = { ...text, isPath: true };
export const texts: Member = {
  check: must((value) => [value].flat().every(isText), 'a text or a list of texts'),
  schema: { anyOf: [text.schema!, { type: 'array', items: text.schema! }] },
};
export const paths: Member = { ...texts, isPath: true };
export const number: Member = {
  check: must((value) => Number.isInteger(value) && Number(value) >= 0, 'a whole number'),
  schema: { type: 'integer', minimum: 0 },
};
export const flag: Member = {
  check: must((value) => typeof value === 'boolean', 'true or false'),
  schema: { type: 'boolean' },
};
export const table: Member = { check: must(isTable, 'an object'), schema: { type: 'object' } };
/** An object that only code can make. */
export const codeTable: Member = { check: table.check };
export const code: Member = { check: must((value) => typeof value === 'function', 'a function') };

export function oneOf(...choices: string[]): Member {
  const check: Check = (value) => {
    if (choices.includes(value as string)) return undefined;
    const near = typeof value === 'string' ? nearestName(value, choices) : undefined;
    return `must be one of ${choices.join(', ')}${near === undefined ? '' : didYouMean(near)}`;
  };
  return { check, schema: { enum: choices } };
}

export function either(first: Member, second: Member): Member {
  const check: Check = (value) => {
    const problems = [first.check(value), second.check(value)];
    if (problems.includes(undefined)) return undefined;
    // what was meant for one of them is told of that one alone
    return problems.find((problem) => problem?.endsWith('?')) ?? problems.join(' or ');
  };
  const schemas = [first.schema, second.schema].filter((schema) => schema !== undefined);
  const [only] = schemas;
  const { members = first.members } = second;
  return {
    ...first,
    check,
    ...(only === undefined ? {} : { schema: schemas.length === 1 ? only : { anyOf: schemas } }),
    ...(members === undefined ? {} : { members }),
  };
}

/** An object whose members, of any names, are all of one kind. */
export function tableOf(member: Member): Member {
  const check: Check = (value) => {
    if (!isTable(value)) return table.check(value);
    for (const [name, item] of Object.entries(value)) {
      const problem = member.check(item);
      if (problem !== undefined) return `has ${name}, which ${problem}`;
    }
    return undefined;
  };
  return { check, schema: { type: 'object', additionalProperties: member.schema ?? {} } };
}

export function section<T>(members: MembersOf<T>): Member {
  return { check: table.check, schema: { type: 'object' }, members };
}

/**
 * Everything that is wrong with an object: `services[0].profil is not known. …`
 * @param where the path of the object, empty for the outermost
 * @param required members that must be there
 */
export function checkMembers(
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
    // what may be an object or something else has members where it is one
    return member.members === undefined || !isTable(value)
      ? []
      : checkMembers(value, at(name), member.members, []);
  });
  return [...missing, ...wrong];
}

export function didYouMean(near: string | undefined): string {
  return near === undefined ? '.' : `. Did you mean ${near}?`;
}
