// TripPin on a port of its own, for the tests of one client.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { useService } from './services.ts';

const document = new URL('../../../shared/csdl/trippin.csdl.xml', import.meta.url);
export const tripPinFile = fileURLToPath(document);
export const hasTripPin = existsSync(document);
if (!hasTripPin) console.log('Skipped: ../shared/csdl/trippin.csdl.xml is not there.');

export function describeTripPin(title: string, tests: (root: () => string) => void): void {
  describe.skipIf(!hasTripPin)(title, () => {
    const service = useService({ metadata: document, path: '/TripPin', requireIfMatch: false });
    tests(service.root);
  });
}
