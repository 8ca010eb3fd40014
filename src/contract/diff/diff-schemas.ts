// OData CSDL 4.01, section 5 "Schema": namespaces that came, went or have another name.
import type { EdmModel, EdmSchema } from '../../edm/edm-model.ts';
import { diffAnnotations } from './diff-annotations.ts';
import type { Breaks, ChangeRule, SchemaChange } from './schema-change.ts';

/** @param namespaces what namespaces of the old model are called in the new one */
export function diffSchemas(
  before: EdmModel,
  after: EdmModel,
  namespaces: ReadonlyMap<string, string>,
): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const left = new Map(after.schemas.map((schema) => [schema.namespace, schema]));
  for (const schema of before.schemas) {
    const { namespace } = schema;
    const name = namespaces.get(namespace) ?? namespace;
    const same = left.get(name);
    left.delete(name);
    if (same === undefined) changes.push(told('schema-removed', schema, 'both', 'is gone'));
    else {
      if (name !== namespace)
        changes.push({
          ...told('schema-renamed', schema, 'both', `seems to be ${name} now`),
          newPath: name,
          old: namespace,
          new: name,
        });
      changes.push(...diffAnnotations(namespace, schema.annotations, same.annotations));
    }
  }
  return [
    ...changes,
    ...[...left.values()].map((schema) => told('schema-added', schema, 'nothing', 'is new')),
  ];
}

function told(
  rule: ChangeRule & `schema-${string}`,
  { namespace }: EdmSchema,
  breaks: Breaks,
  what: string,
): SchemaChange {
  return { rule, element: 'Schema', path: namespace, breaks, message: `The namespace ${namespace} ${what}.` };
}
