import { describe, expect, it } from 'vitest';
import { type CsdlSource, loadCsdl } from '../../src/csdl/load-csdl.ts';
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';

const edmx = (
  schema: string,
) => `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
  <edmx:Reference Uri="https://example.org/Core.xml"><edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
  <edmx:Reference Uri="urn:overlay"><edmx:Include Namespace="ODataEmulator.Overlay.V1" Alias="Overlay"/></edmx:Reference>
  <edmx:DataServices>${schema}</edmx:DataServices></edmx:Edmx>`;
const schema = (content: string, alias = '') =>
  edmx(
    `<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop" ${alias}>${content}</Schema>`,
  );

const document = schema(`
  <EntityType Name="Product"><Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Name" Type="Edm.String"><Annotation Term="Core.Description" String="old"/></Property>
    <Property Name="Color" Type="shop.Color"/></EntityType>
  <EnumType Name="Color"><Member Name="red"/><Member Name="green"/></EnumType>
  <Action Name="Buy" IsBound="true"><Parameter Name="it" Type="shop.Product"/></Action>
  <Action Name="Buy" IsBound="true"><Parameter Name="it" Type="Collection(shop.Product)"/></Action>
  <EntityContainer Name="C"><EntitySet Name="Products" EntityType="shop.Product"/></EntityContainer>
  <Annotations Target="shop.Product/ID"><Annotation Term="Core.Description" String="number"/></Annotations>`);

function load(...overlays: string[]) {
  const source: CsdlSource = {
    overlays: overlays.map((text, index) => ({ text, file: `overlay${index}.xml` })),
  };
  const loaded = loadCsdl(document, 'shop.xml', source);
  const model =
    loaded.document === undefined ? undefined : createEdmModel(loaded.document, loaded.references);
  return { ...loaded, model: model!, product: model?.findEntityType('shop.Product') };
}

const remove = (target: string) =>
  `<Annotations Target="${target}"><Annotation Term="Overlay.Remove"/></Annotations>`;

it('adds elements and members of elements', () => {
  const { product, model } = load(
    schema(
      `<EntityType Name="Product"><Property Name="Size" Type="my.Size"/></EntityType>
       <ComplexType Name="Size"><Property Name="Width" Type="Edm.Double"/></ComplexType>
       <EnumType Name="Color"><Member Name="blue" Value="2"/></EnumType>
       <EntityContainer Name="C"><Singleton Name="Best" Type="my.Product"/></EntityContainer>`,
      'Alias="my"',
    ),
  );
  expect([...product!.properties.keys()]).toEqual(['ID', 'Name', 'Color', 'Size']);
  expect(product!.properties.get('Size')?.type.type.qualifiedName).toBe('shop.Size');
  expect(product!.key.map(({ name }) => name)).toEqual(['ID']);
  const color = model.findType('shop.Color');
  expect(color?.kind === 'EnumType' && [...color.members.keys()]).toEqual(['red', 'green', 'blue']);
  expect([...model.entityContainer!.children.keys()]).toEqual(['Products', 'Best']);
});

it('replaces a property, and says what changed', () => {
  const { product, overlayEffects } = load(
    schema(
      `<EntityType Name="Product"><Property Name="Name" Type="Edm.String" Nullable="false"/></EntityType>`,
    ),
  );
  expect(product!.properties.get('Name')?.type.nullable).toBe(false);
  expect(product!.properties.get('Name')?.annotations.entries.size).toBe(0);
  expect(overlayEffects).toMatchObject([
    { action: 'replace', path: 'shop.Product/Name', changes: true, place: { file: 'overlay0.xml', line: 4 } },
  ]);
});

it('sets annotations over those that stand inline or by target', () => {
  const { product } = load(
    schema(`<Annotations Target="shop.Product/Name"><Annotation Term="Core.Description" String="new"/></Annotations>
      <Annotations Target="shop.Product/ID"><Annotation Term="Core.Description" String="key"/></Annotations>`),
  );
  const description = (name: string) =>
    product!.properties.get(name)?.annotations.get('Org.OData.Core.V1.Description');
  expect([description('Name'), description('ID')]).toEqual(['new', 'key']);
});

describe('removes', () => {
  it('properties, members, container children and their annotations', () => {
    const {
      product,
      model,
      document: result,
    } = load(
      schema(
        remove('shop.Product/Color') +
          remove('shop.Color') +
          remove('shop.C/Products') +
          remove('shop.Product/ID/@Core.Description'),
      ),
    );
    expect([...product!.properties.keys()]).toEqual(['ID', 'Name']);
    expect(product!.properties.get('ID')?.annotations.entries.size).toBe(0);
    expect(model.findType('shop.Color')).toBeUndefined();
    expect(model.entityContainer!.children.size).toBe(0);
    expect(JSON.stringify(result)).not.toContain('Overlay.V1.Remove');
  });
  it('one overload, a member of an enumeration, an inline annotation', () => {
    const { model, product } = load(
      schema(
        remove('shop.Buy(shop.Product)') +
          remove('shop.Color/green') +
          remove('shop.Product/Name/@Core.Description'),
      ),
    );
    expect(model.findActions('shop.Buy').map(({ parameters }) => parameters[0]?.type.collection)).toEqual([
      true,
    ]);
    const color = model.findType('shop.Color');
    expect(color?.kind === 'EnumType' && [...color.members.keys()]).toEqual(['red']);
    expect(product!.properties.get('Name')?.annotations.entries.size).toBe(0);
  });
});

it('is checked like the document', () => {
  const wrongType = load(
    schema(`<EntityType Name="Product"><Property Name="X" Type="shop.Nothing"/></EntityType>`),
  );
  expect(wrongType.document).toBeUndefined();
  expect(wrongType.findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
    expect.stringContaining('shop.Product/X'),
  ]);
  const broken = load('<edmx:Edmx');
  expect(broken.document).toBeUndefined();
  expect(broken.findings[0]?.file).toBe('overlay0.xml');
});

it('warns of what is said already and of removing what is not there', () => {
  const { findings, overlayEffects } = load(
    schema(
      `<EntityType Name="Product"><Property Name="Color" Type="shop.Color"/></EntityType>${remove('shop.Product/Weight')}`,
    ),
  );
  expect(findings.map(({ code, file, path }) => [code, file, path])).toEqual([
    ['overlay-unnecessary', 'overlay0.xml', 'shop.Product/Color'],
    ['overlay-unnecessary', 'overlay0.xml', 'shop.Product/Weight'],
  ]);
  expect(overlayEffects?.every(({ changes }) => !changes)).toBe(true);
});

it('applies several, one after the other', () => {
  const add = schema(`<EntityType Name="Product"><Property Name="Size" Type="Edm.Int32"/></EntityType>`);
  expect(load(add, schema(remove('shop.Product/Size'))).product?.properties.has('Size')).toBe(false);
});
