// Every kind of element can be named, changed and removed by an overlay, and what it says has its own place.
import { describe, expect, it } from 'vitest';
import type { CsdlObject } from '../../src/csdl/csdl-document.ts';
import { loadCsdl } from '../../src/csdl/load-csdl.ts';

const edmx = (
  content: string,
  attributes = '',
) => `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
<edmx:Reference Uri="https://example.org/Core.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
<edmx:Reference Uri="urn:overlay"><edmx:Include Namespace="ODataEmulator.Overlay.V1" Alias="Overlay"/></edmx:Reference>
<edmx:DataServices><Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop" ${attributes}>
${content}
</Schema></edmx:DataServices></edmx:Edmx>`;

const document = edmx(
  `<EntityType Name="Product" HasStream="true"><Key><PropertyRef Name="ID"/></Key>
  <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
  <Property Name="Color" Type="s.Color"><Annotation Term="Core.Description" String="plain"/><Annotation Term="Core.Description" Qualifier="long" String="longer"/></Property>
  <NavigationProperty Name="Parts" Type="Collection(s.Product)"/>
  <NavigationProperty Name="Whole" Type="s.Product"/></EntityType>
<EnumType Name="Color"><Member Name="red"><Annotation Term="Core.Description" String="hot"/></Member><Member Name="green"/></EnumType>
<Function Name="Count"><Parameter Name="of" Type="s.Color"/><ReturnType Type="Edm.Int32"><Annotation Term="Core.Description" String="how many"/></ReturnType></Function>
<Action Name="Paint" IsBound="true"><Parameter Name="it" Type="s.Product"/><Parameter Name="color" Type="s.Color"/><ReturnType Type="s.Product"/></Action>
<Action Name="Paint" IsBound="true"><Parameter Name="it" Type="Collection(s.Product)"/></Action>
<EntityContainer Name="C">
  <EntitySet Name="Products" EntityType="s.Product"><NavigationPropertyBinding Path="Parts" Target="Products"/><NavigationPropertyBinding Path="s.Product/Whole" Target="Products"/></EntitySet>
  <FunctionImport Name="Count" Function="s.Count"/>
</EntityContainer>`,
  'Alias="s"',
);

function load(...overlays: string[]) {
  const texts = overlays.map((text, index) => ({ text, file: `overlay${index}` }));
  const loaded = loadCsdl(document, 'shop.xml', { overlays: texts });
  return { ...loaded, schema: loaded.document?.shop as CsdlObject | undefined };
}
const at = (value: unknown, ...steps: (string | number)[]): unknown =>
  steps.reduce((inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step], value);
const remove = (target: string) =>
  `<Annotations Target="${target}"><Annotation Term="Overlay.Remove"/></Annotations>`;

const paintOne = ['Paint', 0];
const bindings = ['C', 'Products', '$NavigationPropertyBinding'];

describe('removes, with or without alias,', () => {
  it.each<[string, (string | number)[]]>([
    ['shop.C/Products/Parts', [...bindings, 'Parts']],
    ['my.C/Products/my.Product/Whole', [...bindings, 's.Product/Whole']],
    ['shop.C/Products', ['C', 'Products']],
    ['shop.C/Count', ['C', 'Count']],
    ['my.Paint(my.Product,my.Color)/color', [...paintOne, '$Parameter', 1]],
    ['my.Paint(my.Product)/$ReturnType', [...paintOne, '$ReturnType']],
    [
      'shop.Count(shop.Color)/$ReturnType/@Core.Description',
      ['Count', 0, '$ReturnType', '@Core.Description'],
    ],
    ['shop.Product/Whole', ['Product', 'Whole']],
    ['shop.Color/red/@Core.Description', ['Color', 'red@Core.Description']],
    ['shop.Product/Color/@Core.Description', ['Product', 'Color', '@Core.Description']],
    ['shop.Product/Color/@Core.Description#long', ['Product', 'Color', '@Core.Description#long']],
    ['shop.Count', ['Count']],
  ])('%s', (target, path) => {
    const before = loadCsdl(document, 'shop.xml').document;
    expect(at(before, 'shop', ...path)).toBeDefined();
    const others = target === 'shop.Count' ? remove('shop.C/Count') : '';
    const { document: after, findings } = load(edmx(remove(target) + others, 'Alias="my"'));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(at(after, 'shop', ...path)).toBeUndefined();
  });
});

it('removes nothing beside it', () => {
  const { schema } = load(
    edmx(remove('shop.C/Products/Parts') + remove('shop.Product/Color/@Core.Description#long')),
  );
  expect(Object.keys(at(schema, ...bindings) as object)).toEqual(['s.Product/Whole']);
  expect(Object.keys(at(schema, 'Product', 'Color') as object)).toContain('@Core.Description');
});

it('adds one binding to a set, and replaces another', () => {
  const { schema, overlayEffects } = load(
    edmx(
      `<EntityContainer Name="C"><EntitySet Name="Products" EntityType="my.Product">
        <NavigationPropertyBinding Path="my.Product/Whole" Target="Best"/></EntitySet>
        <Singleton Name="Best" Type="my.Product"/></EntityContainer>`,
      'Alias="my"',
    ),
  );
  expect(at(schema, ...bindings)).toEqual({ Parts: 'Products', 'shop.Product/Whole': 'Best' });
  expect(overlayEffects?.map(({ action, path }) => `${action} ${path}`)).toEqual([
    'replace shop.C/Products/shop.Product/Whole',
    'add shop.C/Best',
  ]);
});

it('replaces the overload with the same parameter types, whatever their aliases', () => {
  const { schema } = load(
    edmx(
      `<Action Name="Paint" IsBound="true"><Parameter Name="it" Type="my.Product"/><Parameter Name="color" Type="my.Color"/></Action>`,
      'Alias="my"',
    ),
  );
  expect(at(schema, 'Paint')).toHaveLength(2);
  expect(at(schema, 'Paint', 0, '$ReturnType')).toBeUndefined();
});

it('knows what the document says already, whatever its aliases', () => {
  const { overlayEffects } = load(
    edmx(`<EntityType Name="Product"><NavigationProperty Name="Whole" Type="shop.Product"/></EntityType>
      <Annotations Target="shop.Color/red"><Annotation Term="Org.OData.Core.V1.Description" String="hot"/></Annotations>`),
  );
  expect(overlayEffects?.map(({ changes }) => changes)).toEqual([false, false]);
});

it('reads overlays in JSON', () => {
  const { schema } = load(
    JSON.stringify({
      $Version: '4.01',
      $Reference: {
        'urn:overlay': { $Include: [{ $Namespace: 'ODataEmulator.Overlay.V1', $Alias: 'Overlay' }] },
      },
      shop: {
        Product: { $Kind: 'EntityType', Size: { $Type: 'Edm.Int32' } },
        $Annotations: { 'shop.C/Products/Parts': { '@Overlay.Remove': true } },
      },
    }),
  );
  expect(at(schema, 'Product', 'Size')).toEqual({ $Type: 'Edm.Int32' });
  expect(Object.keys(at(schema, ...bindings) as object)).toEqual(['s.Product/Whole']);
});

describe('findings', () => {
  it.each([
    ['<EntityType Name="Product">\n<Property Name="X" Type="shop.Nothing"/></EntityType>', 'unknown-type', 6],
    [
      '\n<Action Name="Paint" IsBound="true"><Parameter Name="it" Type="shop.Nothing"/></Action>',
      'unknown-type',
      6,
    ],
    [
      '\n\n<Annotations Target="shop.Prodct/ID"><Annotation Term="Core.Description" String=""/></Annotations>',
      'unknown-target',
      7,
    ],
    [
      '<Annotations Target="shpo.Product"><Annotation Term="Core.Description" String=""/></Annotations>',
      'unknown-target',
      5,
    ],
  ])('%j is an error of the overlay', (content, code, line) => {
    const { findings, document: after } = load(edmx(''), edmx(content));
    expect(after).toBeUndefined();
    expect(findings).toMatchObject([{ severity: 'error', code, file: 'overlay1', line }]);
  });

  it('stay in the document where they were, when an overload before is removed', () => {
    const { findings } = load(edmx(remove('shop.Paint(shop.Product,shop.Color)') + remove('shop.Product')));
    expect(findings.filter(({ path }) => path.startsWith('shop.Paint'))).toMatchObject([
      { file: 'shop.xml', line: 13, code: 'unknown-type' },
    ]);
  });

  it.each([
    ['shop.Prodct/ID', "Did you mean 'Product'?"],
    ['shop.Product/Colr', "Did you mean 'Color'?"],
    ['shop.C/Products/Part', "Did you mean 'Parts'?"],
    ['shop.Count(Edm.String)', "There is 'Count(shop.Color)'."],
    ['shpo.Product', "Did you mean 'shop.Product'?"],
  ])('name what is near to %s', (target, near) => {
    const { findings } = load(edmx(remove(target)));
    expect(findings).toMatchObject([{ code: 'overlay-unnecessary', file: 'overlay0', line: 5 }]);
    expect(findings[0]?.message).toContain(near);
  });
});
