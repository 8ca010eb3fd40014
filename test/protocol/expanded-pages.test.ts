import { describe, expect, it } from 'vitest';
import { ask, serviceFor } from './service-for.ts';

const csdl = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="s">
  <EntityType Name="Node"><Key><PropertyRef Name="Id"/></Key>
    <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Size" Type="Edm.Int32"/>
    <Property Name="Box" Type="s.Box"/>
    <NavigationProperty Name="Children" Type="Collection(s.Node)"/>
  </EntityType>
  <ComplexType Name="Box"><NavigationProperty Name="Things" Type="Collection(s.Node)"/></ComplexType>
  <EntityType Name="Leaf" BaseType="s.Node"/>
  <EntityContainer Name="C"><EntitySet Name="Nodes" EntityType="s.Node">
    <NavigationPropertyBinding Path="Children" Target="Nodes"/>
    <NavigationPropertyBinding Path="Box/Things" Target="Nodes"/></EntitySet></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>`;

type Page = { Children?: Page[]; Id: number; [link: string]: unknown };

/** Node 1 has the children 2 to 6, and each of these has 7 and 8. */
async function nodes() {
  const service = serviceFor(csdl);
  const create = (Id: number, more: object = {}) =>
    ask(service, 'POST /Nodes', {
      '@type': Id % 2 === 0 ? '#s.Leaf' : '#s.Node',
      Id,
      Size: 10 - Id,
      ...more,
    });
  await create(7);
  await create(8);
  const below = [7, 8].map((id) => ({ '@id': `Nodes(${id})` }));
  for (const id of [2, 3, 4, 5, 6]) await create(id, { Children: below });
  await create(1, {
    Box: { Things: [2, 3, 4].map((id) => ({ '@id': `Nodes(${id})` })) },
    Children: [2, 3, 4, 5, 6].map((id) => ({ '@id': `Nodes(${id})` })),
  });
  const get = async (url: string, prefer = 'maxpagesize=2'): Promise<Page> => {
    const path = url.replace(/^http:\/\/[^/]*/, '');
    return (await ask(service, `GET ${path}`, undefined, { Prefer: prefer })).body as Page;
  };
  /** All children of node 1, page by page. */
  const children = async (options: string, rest = ''): Promise<Page[]> => {
    const node = await get(`/Nodes(1)?$expand=Children${options}${rest}`);
    const found = [...(node.Children ?? [])];
    let next = node['Children@nextLink'] as string | undefined;
    for (let pages = 0; next !== undefined && pages < 5; pages++) {
      const page = await get(next);
      found.push(...((page.value as Page[] | undefined) ?? []));
      next = page['@nextLink'] as string | undefined;
    }
    return found;
  };
  return { get, children };
}

const ids = (pages: readonly Page[]) => pages.map(({ Id }) => Id);

describe('the next page of an expanded collection', () => {
  it('comes for a single entity, too', async () => {
    const { get, children } = await nodes();
    expect((await get('/Nodes(1)?$expand=Children')).Children).toHaveLength(2);
    expect(ids(await children(''))).toEqual([2, 3, 4, 5, 6]);
  });

  it('has the options of the expansion', async () => {
    const { children } = await nodes();
    expect(ids(await children('($orderby=Size)'))).toEqual([6, 5, 4, 3, 2]);
    expect(ids(await children('($filter=Id gt 3)'))).toEqual([4, 5, 6]);
    expect(ids(await children('($skip=1;$top=3)'))).toEqual([3, 4, 5]);
    expect(await children('($select=Size;$compute=Size mul 2 as Twice)')).toHaveLength(5);
    expect(Object.keys((await children('($select=Size)')).at(-1) ?? {})).not.toContain('Id');
    expect(ids(await children('($filter=Id gt @least)', '&@least=3'))).toEqual([4, 5, 6]);
  });

  it('is cast to the same type, and of references where the expansion is', async () => {
    const { children } = await nodes();
    expect(ids(await children('/s.Leaf'))).toEqual([2, 4, 6]);
    expect((await children('/$ref')).map((reference) => reference['@id'])).toHaveLength(5);
    expect((await children('/$ref')).every((reference) => !('Id' in reference))).toBe(true);
  });

  it('is expanded as many levels deep as are left', async () => {
    const { children } = await nodes();
    const all = await children('($levels=2)');
    expect(ids(all)).toEqual([2, 3, 4, 5, 6]);
    for (const node of all) expect(ids(node.Children ?? [])).toEqual([7, 8]);
    expect((await children('($levels=1)')).some((node) => 'Children' in node)).toBe(false);
  });

  it('may be inside of a complex value', async () => {
    const { get } = await nodes();
    const node = (await get('/Nodes(1)?$expand=Box/Things($select=Id)')) as unknown as { Box: Page };
    expect(ids(node.Box.Things as Page[])).toEqual([2, 3]);
    const next = node.Box['Things@nextLink'] as string;
    expect(next).toContain('/Nodes(1)/Box/Things?$select=Id&');
    expect(ids((await get(next)).value as Page[])).toEqual([4]);
  });

  it('is not asked for where the options look at the entities around', async () => {
    const { get } = await nodes();
    expect((await get('/Nodes(1)?$expand=Children($filter=$it/Id lt Id)')).Children).toHaveLength(5);
  });
});
