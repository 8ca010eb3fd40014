// What is made up for a document could have come from a client: it is as the schema says when it is read, and a new entity may be made of it.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findNonconformance } from '../../src/contract/conform/conformance.ts';
import type { EdmModel, EdmStructuredType } from '../../src/edm/edm-model.ts';
import { entitySets } from '../../src/edm/navigation-target.ts';
import { requiredNavigationOnCreate } from '../../src/edm/write-rules.ts';
import { createEmulator, type Emulator } from '../../src/index.ts';

const folder = new URL('../../../shared/csdl/', import.meta.url);
const documents = existsSync(folder) ? readdirSync(folder).filter((file) => /\.(xml|json)$/.test(file)) : [];
if (documents.length === 0) it.skip(`${folder.pathname} is not there`);

type Json = Record<string, unknown>;

async function entitiesOf(emulator: Emulator, set: string): Promise<Json[]> {
  const response = await emulator.fetch(set, { headers: { Accept: 'application/json;odata.metadata=full' } });
  expect(response.status, `GET ${set}`).toBe(200);
  return ((await response.json()) as { value: Json[] }).value;
}

/** Without what a client does not send. */
function bodyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bodyOf);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(
    ([name]) => !name.includes('@') || /@(odata\.)?type$/.test(name),
  );
  return Object.fromEntries(members.map(([name, member]) => [name, bodyOf(member)]));
}

/** Whether a client need not say which entities a new one is related to. */
function needsNoLinks(
  model: EdmModel,
  type: EdmStructuredType,
  seen = new Set<EdmStructuredType>(),
): boolean {
  if (seen.has(type)) return true;
  seen.add(type);
  const types = [type, ...model.derivedTypes(type)];
  return types.every(
    (one) =>
      requiredNavigationOnCreate(one, 'model').length === 0 &&
      [...one.properties.values()].every(
        ({ type: { type: inner } }) => inner.kind !== 'ComplexType' || needsNoLinks(model, inner, seen),
      ),
  );
}

describe.each(documents)('of %s', (document) => {
  it('is valid when it is read, and when it is sent', async () => {
    const metadata = new URL(document, folder);
    // a large model has so many collections that one of each is enough
    const count = statSync(metadata).size > 1e6 ? 1 : 3;
    const emulator = await createEmulator({ metadata, capabilities: 'ignore', populate: count });
    const { model } = emulator.definition;
    const schemas = { model, validator: await emulator.service.validator() };
    for (const { name, entityType } of entitySets(model)) {
      for (const entity of await entitiesOf(emulator, name)) {
        expect(findNonconformance(schemas, entityType.qualifiedName, entity), name).toEqual([]);
        // a media entity is created by its content
        if (entityType.hasStream || !needsNoLinks(model, entityType)) continue;
        const id = String(entity['@id'] ?? entity['@odata.id']);
        const fork = emulator.fork();
        if ((await fork.fetch(id, { method: 'DELETE' })).status !== 204) continue;
        const body = JSON.stringify(bodyOf(entity));
        const headers = { 'Content-Type': 'application/json' };
        const created = await fork.fetch(name, { method: 'POST', headers, body });
        expect(created.status, `POST ${name} ${body}\n${await created.text()}`).toBe(201);
      }
    }
  });
});
