// JSON Schema 2020-12 of a configuration in JSON, from the table that checks one, with what the types say of each member.
import { fileURLToPath } from 'node:url';
import { Node, Project } from 'ts-morph';
import { configMembers, serviceMembers } from '../../src/cli/config-members.ts';
import type { JsonSchema } from '../../src/csdl/service-definition.ts';
import type { Member, Members } from '../../src/settings/member.ts';
import { faults } from '../../src/settings/service-members.ts';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

export function configSchema(): JsonSchema {
  const describe = describer();
  const definitionOf = (type: string, members: Members, required?: readonly string[]): JsonSchema => ({
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(members)
        .filter(([, { schema }]) => schema !== undefined)
        .map(([name, member]) => [name, withDescription(describe(type, name), schemaOf(type, name, member))]),
    ),
    ...(required === undefined ? {} : { required }),
  });
  const schemaOf = (type: string, name: string, { schema = {}, members }: Member): JsonSchema => {
    if (type === 'EmulatorConfig' && name === 'services')
      return { ...schema, items: { $ref: '#/$defs/ServiceConfig' } };
    if (name === 'faults') return { ...schema, items: { $ref: '#/$defs/FaultRule' } };
    if (members === undefined) return schema;
    const section = definitionOf(sectionType(name), members);
    const alternatives = schema.anyOf as readonly JsonSchema[] | undefined;
    if (alternatives === undefined) return { ...schema, ...section };
    return { anyOf: alternatives.map((one) => (one.type === 'object' ? { ...one, ...section } : one)) };
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of odata-emulator',
    ...definitionOf('EmulatorConfig', configMembers, ['services']),
    $defs: {
      ServiceConfig: definitionOf('ServiceConfig', serviceMembers, ['metadata']),
      FaultRule: definitionOf('FaultRule', faults.itemMembers),
    },
  };
}

/** The members that a service's entry may have, with what the types say of them. */
export function describedMembers(
  type: 'ServiceConfig',
): readonly (readonly [name: string, description: string])[] {
  const describe = describer();
  return Object.keys(serviceMembers).map((name) => [name, describe(type, name) ?? commandText(name)]);
}

function commandText(name: string): string {
  return `options of the command ${name}`;
}

function sectionType(name: string): string {
  return name === 'populate' ? 'PopulateOptions' : `${name[0]?.toUpperCase()}${name.slice(1)}Config`;
}

function withDescription(description: string | undefined, schema: JsonSchema): JsonSchema {
  return description === undefined ? schema : { description, ...schema };
}

/** What the comment before a member of an interface says, that of the nearest of the interfaces which it extends. */
function describer(): (type: string, member: string) => string | undefined {
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    tsConfigFilePath: `${source}../tsconfig.json`,
  });
  const config = project.addSourceFileAtPath(`${source}settings/config.ts`);
  const files = [
    config,
    project.addSourceFileAtPath(`${source}service/faults.ts`),
    project.addSourceFileAtPath(`${source}data/populate.ts`),
  ];
  return (type, member) => {
    const declared = files.map((file) => file.getInterface(type)).find((found) => found !== undefined);
    const symbol = declared?.getType().getProperty(member);
    for (const declaration of symbol?.getDeclarations() ?? []) {
      if (!Node.isPropertySignature(declaration)) continue;
      const [comment] = declaration.getJsDocs();
      if (comment !== undefined) return comment.getDescription().replace(/\s+/g, ' ').trim();
    }
    return undefined;
  };
}
