// OData ABNF Construction Rules 4.01, section 7: geometries as they stand in URLs and raw values.
import { expect, it } from 'vitest';
import { wellKnownText } from '../../src/edm/well-known-text.ts';

it.each([
  [{ type: 'Point', coordinates: [142.1, 64.1] }, 'Point(142.1 64.1)'],
  [{ type: 'Point', coordinates: [1, 2, 3] }, 'Point(1 2 3)'],
  [
    {
      type: 'LineString',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    },
    'LineString(1 2,3 4)',
  ],
  [
    {
      type: 'MultiPoint',
      coordinates: [
        [1, 2],
        [3, 4],
      ],
    },
    'MultiPoint((1 2),(3 4))',
  ],
  [
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [0, 0],
        ],
      ],
    },
    'Polygon((0 0,1 0,0 0))',
  ],
  [
    {
      type: 'MultiLineString',
      coordinates: [
        [
          [0, 0],
          [1, 0],
        ],
      ],
    },
    'MultiLineString((0 0,1 0))',
  ],
  [
    {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [1, 0],
            [0, 0],
          ],
        ],
      ],
    },
    'MultiPolygon(((0 0,1 0,0 0)))',
  ],
  [
    { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [1, 2] }] },
    'GeometryCollection(Point(1 2))',
  ],
])('%j', (geometry, text) => expect(wellKnownText(geometry, 4326)).toBe(`SRID=4326;${text}`));

it('the SRID that the value names comes first', () => {
  const crs = { type: 'name', properties: { name: 'EPSG:31467' } };
  expect(wellKnownText({ type: 'Point', coordinates: [1, 2], crs }, 4326)).toBe('SRID=31467;Point(1 2)');
});
