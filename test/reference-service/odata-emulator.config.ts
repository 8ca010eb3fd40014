// The reference service, as a user would configure it: model and rows from the shared folder, behaviour from handlers.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig, profiles } from 'odata-emulator';
import { createHandlers } from './handlers.ts';

const folder = new URL('../../../shared/reference-service/', import.meta.url);

type Row = Record<string, unknown>;

/** The rows of a set; `@seed.mediaContent` of the description is OData JSON's inline content of a media entity. */
function readRows(file: string): Row[] {
  const rows = JSON.parse(readFileSync(new URL(`seed/${file}`, folder), 'utf8')) as Row | Row[];
  return [rows]
    .flat()
    .map(({ '@seed.mediaContent': content, ...row }) =>
      content === undefined ? row : { ...row, $value: content },
    );
}

const files = readdirSync(new URL('seed/', folder));
const data = Object.fromEntries(files.map((file) => [basename(file, '.json'), readRows(file)]));
const seedPrices = new Map(data.Products?.map(({ ID, Price }) => [ID as string, Price as number]));

export default defineConfig({
  services: [
    {
      name: 'reference',
      path: '/',
      metadata: '../../../shared/reference-service/service.csdl.xml',
      profile: { ...profiles.odata, resolve: { ...profiles.odata.resolve, numericEnums: true } },
      data,
      handlers: createHandlers(seedPrices),
      prefixedControlInformation: true,
      alwaysId: true,
      alwaysMediaLinks: true,
      normalizeValues: true,
      formEncodedQuery: true,
      removedAnnotation: true,
      ignoreWait: true,
      plainJobResults: true,
      requireIfMatch: false,
      upsert: true,
      etags: { Company: ['Version'] },
      computedValues: {
        'ReferenceService.Product/Version': 'revision',
        'ReferenceService.Product/CreatedAt': 'createdAt',
        'ReferenceService.Product/ProductType': 'typeName',
        'ReferenceService.MediaItem/CreatedAt': 'createdAt',
        'ReferenceService.MediaItem/ModifiedAt': 'modifiedAt',
        'ReferenceService.CompanyInfo/Version': 'revision',
        'ReferenceService.CompanyInfo/UpdatedAt': 'modifiedAt',
      },
      searchProperties: {
        'ReferenceService.Product': ['Name'],
        'ReferenceService.Category': ['Name', 'Description'],
        'ReferenceService.ProductDescription': ['Description', 'LongText'],
        'ReferenceService.MediaItem': ['Name'],
        'ReferenceService.ReadOnlyItem': ['Name'],
        'ReferenceService.DecimalSample': ['Name'],
      },
      jsonMediaEntities: true,
      contentSizes: { 'ReferenceService.MediaItem': 'Size' },
      slugProperties: { 'ReferenceService.MediaItem': 'Name' },
      emptyStreamMediaType: 'application/octet-stream',
    },
  ],
});
