import { describe, expect, it } from 'vitest';
import { createCheckContext } from '../../../src/contract/check/check-context.ts';
import { operationOf } from '../../../src/contract/check/operation.ts';
import { readResponse } from '../../../src/contract/examples/read-http-message.ts';
import { compareAnswer } from '../../../src/contract/replay/compare-answer.ts';
import { openDefinition, profiles } from '../../../src/index.ts';

const metadata = `<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <EntityType Name="thing"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
    <Property Name="size" Type="Edm.Int32"/><Property Name="tags" Type="Collection(Edm.String)"/></EntityType>
  <EntityType Name="box" BaseType="n.thing"/>
  <EntityType Name="crate" BaseType="n.thing" Abstract="true"><Property Name="lid" Type="Edm.String"/></EntityType>
  <EntityContainer Name="C"><EntitySet Name="things" EntityType="n.thing"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;
const definition = await openDefinition({ metadata });
const { resolve, model } = createCheckContext(definition, profiles.odata);

/** How an answer differs from `HTTP/1.1 200 OK` with the documented body. */
function compare(url: string, documented: unknown, status: number, body: unknown): string | undefined {
  const place = { file: 'a.http', line: 1, column: 1 };
  const response = readResponse(`HTTP/1.1 200 OK\n\n${JSON.stringify(documented)}`, place);
  const remarks = {
    declaredType: undefined,
    declaredTypePlace: undefined,
    isCollection: undefined,
    truncated: false,
  };
  const resolved = resolve(url);
  const operation = operationOf('GET', resolved);
  if (operation === undefined) throw new Error('GET is for every resource.');
  return compareAnswer({ ...response, ...remarks }, { status, body }, operation, resolved, model)?.message;
}

describe('documented and answered bodies', () => {
  it('agree in names and kinds, whatever the values are', () => {
    expect(compare("things('a')", { id: 'a', size: 1 }, 200, { id: 'b', size: 2, tags: [] })).toBeUndefined();
    expect(compare('things', { value: [{ id: 'a' }] }, 200, { value: [{ id: 'b' }] })).toBeUndefined();
  });

  it('differ by a member that is missing', () => {
    expect(compare("things('a')", { id: 'a', size: 1 }, 200, { id: 'a' })).toBe('size is missing');
    expect(compare('things', { value: [{ size: 1 }] }, 200, { value: [{ id: 'b' }] })).toBe(
      'value/0/size is missing',
    );
  });

  it('differ by a collection that is none', () => {
    expect(compare("things('a')", { tags: ['x'] }, 200, { tags: 'x' })).toBe('tags is no collection');
    expect(compare('things', { value: [] }, 200, { id: 'a' })).toBe(
      'the emulator answers with no collection',
    );
  });

  it('agree where the documented type is abstract: no instance is of it', () => {
    const crate = { '@odata.type': '#n.crate', id: 'a', lid: 'flat' };
    expect(compare('things', { value: [crate] }, 200, { value: [{ id: 'a' }] })).toBeUndefined();
  });

  it('differ by the type that they name', () => {
    const box = { '@odata.type': '#n.box', id: 'a' };
    expect(compare("things('a')", box, 200, { id: 'a' })).toBe(
      '/@odata.type is n.thing, documented is n.box',
    );
  });

  it('differ by status', () => {
    expect(compare("things('a')", {}, 404, {})).toBe('documented is 200, the emulator answers 404');
    expect(compare("things('a')", {}, 201, {})).toBe('documented is 200, the emulator answers 201');
  });
});
