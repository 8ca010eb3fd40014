// Two schemas with the namespace s, and how their difference is told.
import { diffModels } from '../../../src/contract/diff/diff-models.ts';
import { createEdmModel } from '../../../src/csdl/model/create-edm-model.ts';
import { readCsdl } from '../../../src/csdl/read.ts';

/** @param namespace of the schema; all others stand in `schema` */
export function modelOf(schema: string, namespace = 's') {
  const text = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
    <Schema Namespace="${namespace}" xmlns="http://docs.oasis-open.org/odata/ns/edm">${schema}</Schema></edmx:DataServices></edmx:Edmx>`;
  const { document, findings } = readCsdl(text, { file: 'model.xml' });
  if (document === undefined) throw new Error(JSON.stringify(findings));
  return createEdmModel(document);
}

/** `rule path attribute old>new breaks` of every change. */
export function diff(before: string, after: string, namespace = 's'): string[] {
  return diffModels(modelOf(before), modelOf(after, namespace)).map(
    ({ rule, path, newPath, attribute, old, new: now, breaks }) =>
      [
        rule,
        path,
        newPath,
        attribute,
        old === undefined && now === undefined ? undefined : `${old ?? ''}>${now ?? ''}`,
        breaks,
      ]
        .filter((part) => part !== undefined)
        .join(' '),
  );
}

/** An entity type `T` with the key `id`. */
export const type = (members: string, attributes = '') =>
  `<EntityType Name="T" ${attributes}><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>${members}</EntityType>`;
