// Capabilities vocabulary: what the model declares as not supported is found, with the term that says so.
import { describe, expect, test } from 'vitest';
import { createEdmModel } from '../../src/csdl/model/create-edm-model.ts';
import { capabilityFindings, checkCapabilities } from '../../src/query/capabilities/check-capabilities.ts';
import { resolve } from '../../src/query/resolve.ts';
import { parseODataUri } from '../../src/uri/parse.ts';
import { strict } from './options.ts';

const model = createEdmModel({
  $Version: '4.01',
  $EntityContainer: 'm.C',
  $Reference: {
    'https://example.org/c': {
      $Include: [{ $Namespace: 'Org.OData.Capabilities.V1', $Alias: 'Capabilities' }],
    },
  },
  m: {
    E: {
      $Kind: 'EntityType',
      $Key: ['ID'],
      ID: { $Type: 'Edm.Int32' },
      A: {},
      B: {},
      N: { $Type: 'Edm.Int32' },
      To: { $Kind: 'NavigationProperty', $Collection: true, $Type: 'm.E' },
      One: { $Kind: 'NavigationProperty', $Type: 'm.E' },
      Closed: { $Kind: 'NavigationProperty', $Type: 'm.E' },
    },
    C: {
      $Kind: 'EntityContainer',
      Off: {
        $Collection: true,
        $Type: 'm.E',
        '@Capabilities.FilterRestrictions': { Filterable: false },
        '@Capabilities.SortRestrictions': { Sortable: false },
        '@Capabilities.ExpandRestrictions': { Expandable: false },
        '@Capabilities.CountRestrictions': { Countable: false },
        '@Capabilities.SearchRestrictions': { Searchable: false },
        '@Capabilities.SelectSupport': { Supported: false },
        '@Capabilities.TopSupported': false,
        '@Capabilities.SkipSupported': false,
        '@Capabilities.ComputeSupported': false,
        '@Capabilities.IndexableByKey': false,
      },
      Some: {
        $Collection: true,
        $Type: 'm.E',
        '@Capabilities.FilterRestrictions': {
          NonFilterableProperties: ['A'],
          FilterExpressionRestrictions: [
            { Property: 'B', AllowedExpressions: 'SingleValue' },
            { Property: 'N', AllowedExpressions: 'SingleRange' },
          ],
          MaxLevels: 1,
        },
        '@Capabilities.FilterFunctions': ['startswith'],
        '@Capabilities.SortRestrictions': {
          NonSortableProperties: ['A'],
          AscendingOnlyProperties: ['B'],
          DescendingOnlyProperties: ['N'],
        },
        '@Capabilities.ExpandRestrictions': { NonExpandableProperties: ['One'], MaxLevels: 1 },
        '@Capabilities.SearchRestrictions': { UnsupportedExpressions: 'OR,NOT' },
        '@Capabilities.CountRestrictions': { NonCountableNavigationProperties: ['To'] },
        '@Capabilities.NavigationRestrictions': {
          RestrictedProperties: [
            { NavigationProperty: 'Closed', Navigability: 'None' },
            { NavigationProperty: 'To', TopSupported: false, FilterRestrictions: { Filterable: false } },
          ],
        },
      },
      Required: {
        $Collection: true,
        $Type: 'm.E',
        '@Capabilities.FilterRestrictions': { RequiredProperties: ['A'] },
      },
      All: { $Collection: true, $Type: 'm.E' },
    },
  },
});

function restrictions(url: string): string {
  const query = resolve(parseODataUri(url), model, strict, url);
  return capabilityFindings(query, true)
    .map(({ status, restriction }) => `${status} ${restriction}`)
    .join(', ');
}

describe('capability annotations', () => {
  test.each([
    ['Off?$filter=A eq null', '501 FilterRestrictions/Filterable'],
    ['Off?$orderby=A', '501 SortRestrictions/Sortable'],
    ['Off?$expand=To', '501 ExpandRestrictions/Expandable'],
    ['Off?$count=true', '501 CountRestrictions/Countable'],
    ['Off/$count', '501 CountRestrictions/Countable'],
    ['Off?$search=x', '501 SearchRestrictions/Searchable'],
    ['Off?$select=A', '501 SelectSupport/Supported'],
    ['Off?$top=1', '501 TopSupported'],
    ['Off?$skip=1', '501 SkipSupported'],
    ['Off?$compute=N add 1 as M', '501 ComputeSupported'],
    ['Off(1)', '501 IndexableByKey'],
    ['Some?$filter=A eq null', '400 FilterRestrictions/NonFilterableProperties'],
    ['Some?$filter=To/any(t:t/A eq null)', ''],
    [`Some?$filter=B eq 'x'`, ''],
    [`Some?$filter=B eq 'x' or B eq 'y'`, '400 FilterRestrictions/FilterExpressionRestrictions'],
    [`Some?$filter=B in ('x','y')`, '400 FilterRestrictions/FilterExpressionRestrictions'],
    ['Some?$filter=N gt 1 and N lt 5', ''],
    ['Some?$filter=N gt 1 or N gt 5', '400 FilterRestrictions/FilterExpressionRestrictions'],
    ['Some?$filter=One/One/ID eq 1', '400 FilterRestrictions/MaxLevels'],
    [`Some?$filter=contains(One/A,'x')`, '400 FilterFunctions'],
    [`Some?$filter=startswith(One/A,'x')`, ''],
    ['Some?$orderby=A', '400 SortRestrictions/NonSortableProperties'],
    ['Some?$orderby=B desc', '400 SortRestrictions/AscendingOnlyProperties'],
    ['Some?$orderby=N', '400 SortRestrictions/DescendingOnlyProperties'],
    ['Some?$orderby=B,N desc', ''],
    ['Some?$expand=One', '400 ExpandRestrictions/NonExpandableProperties'],
    ['Some?$expand=To($expand=To)', '400 ExpandRestrictions/MaxLevels'],
    ['Some?$expand=To/$count', '400 CountRestrictions/NonCountableNavigationProperties'],
    ['Some?$expand=To($top=1)', '501 TopSupported'],
    ['Some?$search=a OR b', '400 SearchRestrictions/UnsupportedExpressions'],
    ['Some?$search=a b', ''],
    ['Some(1)/Closed', '501 NavigationRestrictions/Navigability'],
    ['Some(1)/To?$filter=A eq null', '501 FilterRestrictions/Filterable'],
    ['Required', '400 FilterRestrictions/RequiresFilter'],
    ['Required(1)', ''],
    ['Required?$filter=B eq null', '400 FilterRestrictions/RequiredProperties'],
    ['Required?$filter=A eq null', ''],
    ['All?$filter=A eq null&$orderby=B&$top=1&$count=true&$search=x', ''],
  ])('%s: %s', (url, expected) => {
    expect(restrictions(url)).toBe(expected);
  });

  test('all restrictions that a request goes against are in the details', () => {
    const url = 'Off?$filter=A eq null&$top=1';
    const query = resolve(parseODataUri(url), model, strict, url);
    expect(() => checkCapabilities(query, true)).toThrow(
      expect.objectContaining({
        status: 501,
        code: 'CapabilityRestricted',
        details: [
          expect.objectContaining({ target: '$filter' }),
          expect.objectContaining({ target: '$top' }),
        ],
      }),
    );
  });
});
