// A small model with most of what URLs can reach: the fixture of this room's tests.

import type { CsdlDocument } from '../../src/csdl/csdl-document.ts';
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import type { Expression } from '../../src/query/expression/expression.ts';
import type { ResolvedRequest, ResolveOptions } from '../../src/query/query.ts';
import { resolve } from '../../src/query/resolve.ts';
import { parseODataUri } from '../../src/uri/parse.ts';
import { strict } from './options.ts';

const string = {};
const int = { $Type: 'Edm.Int32' };
const products = { $Collection: true, $Type: 'shop.Product' };
const bound = { $Name: 'it', $Type: 'shop.Product' };

const document: CsdlDocument = {
  $Version: '4.01',
  $EntityContainer: 'shop.Container',
  $Reference: {
    'https://example.org/core': { $Include: [{ $Namespace: 'Org.OData.Core.V1', $Alias: 'Core' }] },
    'https://example.org/aggregation': {
      $Include: [{ $Namespace: 'Org.OData.Aggregation.V1', $Alias: 'Aggregation' }],
    },
  },
  shop: {
    $Alias: 'self',
    Color: { $Kind: 'EnumType', $IsFlags: true, Red: 1, Green: 2, Blue: 4 },
    Sku: { $Kind: 'TypeDefinition', $UnderlyingType: 'Edm.String', $MaxLength: 10 },
    Address: {
      $Kind: 'ComplexType',
      Street: string,
      City: string,
      Country: { $Kind: 'NavigationProperty', $Type: 'shop.Country' },
    },
    Warehouse: { $Kind: 'ComplexType', $BaseType: 'shop.Address', Doors: int },
    Country: { $Kind: 'EntityType', $Key: ['Code'], Code: string, Name: string },
    Named: { $Kind: 'EntityType', $Abstract: true, Name: { $Nullable: true } },
    Product: {
      $Kind: 'EntityType',
      $BaseType: 'shop.Named',
      $Key: ['ID'],
      ID: int,
      Price: { $Type: 'Edm.Decimal', $Scale: 2 },
      Weight: { $Type: 'Edm.Double' },
      Stock: { $Type: 'Edm.Int64' },
      Rating: { $Type: 'Edm.Byte' },
      Sku: { $Type: 'shop.Sku' },
      Colors: { $Type: 'shop.Color' },
      Tags: { $Collection: true },
      Released: { $Type: 'Edm.Date' },
      Changed: { $Type: 'Edm.DateTimeOffset' },
      Opens: { $Type: 'Edm.TimeOfDay' },
      Takes: { $Type: 'Edm.Duration' },
      Token: { $Type: 'Edm.Guid' },
      Data: { $Type: 'Edm.Binary' },
      Active: { $Type: 'Edm.Boolean' },
      Place: { $Type: 'Edm.GeographyPoint' },
      Photo: { $Type: 'Edm.Stream' },
      Origin: { $Type: 'shop.Address', $Nullable: true },
      Depots: { $Collection: true, $Type: 'shop.Address' },
      Category: {
        $Kind: 'NavigationProperty',
        $Type: 'shop.Category',
        $Nullable: true,
        $Partner: 'Products',
      },
      Related: { $Kind: 'NavigationProperty', ...products },
      '@Core.AlternateKeys': [{ Key: [{ Name: 'Sku', Alias: 'Sku' }] }],
    },
    Book: {
      $Kind: 'EntityType',
      $BaseType: 'shop.Product',
      Pages: int,
      Author: { $Kind: 'NavigationProperty', $Type: 'shop.Person' },
    },
    Film: { $Kind: 'EntityType', $BaseType: 'shop.Product', Minutes: int },
    Person: { $Kind: 'EntityType', $OpenType: true, $Key: ['Email'], Email: string },
    Category: {
      $Kind: 'EntityType',
      $Key: ['ID'],
      ID: { $Type: 'Edm.Guid' },
      Title: string,
      Products: { $Kind: 'NavigationProperty', ...products, $Partner: 'Category' },
      Parent: { $Kind: 'NavigationProperty', $Type: 'shop.Category', $Nullable: true },
      '@Aggregation.RecursiveHierarchy#Tree': { NodeProperty: 'ID', ParentNavigationProperty: 'Parent' },
    },
    Order: {
      $Kind: 'EntityType',
      $Key: ['ID'],
      ID: int,
      Items: { $Kind: 'NavigationProperty', $Collection: true, $Type: 'shop.Item', $Partner: 'Order' },
      Buyer: { $Kind: 'NavigationProperty', $Type: 'shop.Person' },
    },
    Item: {
      $Kind: 'EntityType',
      $Key: ['OrderID', 'Position'],
      OrderID: int,
      Position: int,
      Amount: { $Type: 'Edm.Decimal' },
      Order: {
        $Kind: 'NavigationProperty',
        $Type: 'shop.Order',
        $Partner: 'Items',
        $ReferentialConstraint: { OrderID: 'ID' },
      },
      Product: { $Kind: 'NavigationProperty', $Type: 'shop.Product' },
      '@Aggregation.CustomAggregate#Forecast': 'Edm.Decimal',
      '@Aggregation.LeveledHierarchy#Catalog': ['Product/Category/Title', 'Product/Name'],
    },
    Document: { $Kind: 'EntityType', $HasStream: true, $Key: ['ID'], ID: int },
    Company: {
      $Kind: 'EntityType',
      Name: string,
      Branches: {
        $Kind: 'NavigationProperty',
        $Collection: true,
        $Type: 'shop.Branch',
        $ContainsTarget: true,
      },
    },
    Branch: {
      $Kind: 'EntityType',
      $Key: ['ID'],
      ID: int,
      Chief: { $Kind: 'NavigationProperty', $Type: 'shop.Person' },
    },
    Discount: [
      {
        $Kind: 'Action',
        $IsBound: true,
        $Parameter: [bound, { $Name: 'percent', $Type: 'Edm.Double' }],
        $ReturnType: { $Type: 'shop.Product' },
      },
    ],
    Review: [{ $Kind: 'Action', $IsBound: true, $Parameter: [{ $Name: 'all', ...products }] }],
    PriceIn: [
      {
        $Kind: 'Function',
        $IsBound: true,
        $Parameter: [bound, { $Name: 'currency' }],
        $ReturnType: { $Type: 'Edm.Decimal' },
      },
      {
        $Kind: 'Function',
        $IsBound: true,
        $Parameter: [bound, { $Name: 'currency' }, { $Name: 'rate', $Type: 'Edm.Double' }],
        $ReturnType: { $Type: 'Edm.Decimal' },
      },
    ],
    Similar: [
      {
        $Kind: 'Function',
        $IsBound: true,
        $IsComposable: true,
        $EntitySetPath: 'it/Related',
        $Parameter: [bound],
        $ReturnType: products,
      },
    ],
    Best: [
      { $Kind: 'Function', $IsComposable: true, $ReturnType: products },
      {
        $Kind: 'Function',
        $IsComposable: true,
        $Parameter: [{ $Name: 'count', ...int }],
        $ReturnType: products,
      },
    ],
    Convert: [
      { $Kind: 'Function', $Parameter: [{ $Name: 'value' }], $ReturnType: {} },
      { $Kind: 'Function', $Parameter: [{ $Name: 'value', ...int }], $ReturnType: {} },
    ],
    Bind: [{ $Kind: 'Action', $IsBound: true, $Parameter: [{ $Name: 'it', $Type: 'shop.Book' }] }],
    Reset: [{ $Kind: 'Action' }],
    Container: {
      $Kind: 'EntityContainer',
      Products: {
        $Collection: true,
        $Type: 'shop.Product',
        $NavigationPropertyBinding: {
          Category: 'Categories',
          Related: 'Products',
          'shop.Book/Author': 'People',
          'Origin/Country': 'Countries',
        },
      },
      Categories: {
        $Collection: true,
        $Type: 'shop.Category',
        $NavigationPropertyBinding: { Products: 'Products', Parent: 'Categories' },
      },
      Countries: { $Collection: true, $Type: 'shop.Country' },
      People: { $Collection: true, $Type: 'shop.Person' },
      Orders: { $Collection: true, $Type: 'shop.Order', $NavigationPropertyBinding: { Items: 'Items' } },
      Items: { $Collection: true, $Type: 'shop.Item', $NavigationPropertyBinding: { Product: 'Products' } },
      Documents: { $Collection: true, $Type: 'shop.Document' },
      Company: { $Type: 'shop.Company' },
      Best: { $Function: 'shop.Best', $EntitySet: 'Products' },
      Convert: { $Function: 'shop.Convert' },
      Reset: { $Action: 'shop.Reset' },
    },
  },
};

export const shop = createEdmModel(document);

/** Resolves a URL relative to the service root. */
export function resolveUrl(url: string, options: Partial<ResolveOptions> = {}): ResolvedRequest {
  return resolve(parseODataUri(url), shop, { ...strict, ...options }, url);
}

/** The kinds of the path's segments, joined for reading. */
export function kinds(url: string, options: Partial<ResolveOptions> = {}): string {
  return resolveUrl(url, options)
    .path.segments.map((segment) => segment.kind)
    .join(' ');
}

/** The resolved `$filter` of Products. */
export function filterOf(expression: string, more = ''): Expression {
  const { filter } = resolveUrl(`Products?$filter=${expression}${more}`).options;
  if (filter === undefined) throw new Error('There is no filter');
  return filter;
}

/** An expression as text, every sub-expression in parentheses with its kind and type where that matters. */
export function show(expression: Expression): string {
  switch (expression.kind) {
    case 'literal': {
      const value = expression.value;
      const text = typeof value === 'bigint' ? `${value}n` : JSON.stringify(value);
      return `${text}:${expression.result.type?.name ?? '?'}`;
    }
    case 'it':
      return '$it';
    case 'this':
      return '$this';
    case 'variable':
      return expression.name;
    case 'property':
      return `${show(expression.source)}/${expression.property.name}`;
    case 'navigation':
      return `${show(expression.source)}/${expression.navigationProperty.name}`;
    case 'dynamicProperty':
    case 'computedProperty':
      return `${show(expression.source)}/${expression.name}?`;
    case 'castSegment':
      return `${show(expression.source)}/${expression.type.qualifiedName}`;
    case 'binary':
      return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
    case 'unary':
      return `${expression.operator}(${show(expression.operand)})`;
    case 'in':
      return `(${show(expression.left)} in ${show(expression.right)})`;
    case 'collection':
      return `[${expression.items.map(show).join(',')}]`;
    case 'canonicalFunction':
      return `${expression.name}(${expression.arguments.map(show).join(',')})`;
    case 'count':
      return `${show(expression.source)}/$count`;
    case 'any':
    case 'all':
      return `${show(expression.source)}/${expression.kind}(${expression.variable ?? ''}:${expression.predicate ? show(expression.predicate) : ''})`;
    default:
      return expression.kind;
  }
}
