// A client that odata2ts generates from TripPin, with its own query builder.
import { FetchClient } from '@odata2ts/http-client-fetch';
import { expect, it } from 'vitest';
import { describeTripPin } from './trippin.ts';

describeTripPin('odata2ts', (root) => {
  async function open() {
    const { TripPinService } = await import('./generated/TripPinService');
    return new TripPinService(new FetchClient(), root().replace(/\/$/, ''));
  }

  const person = (UserName: string, FirstName: string) => ({
    UserName,
    FirstName,
    LastName: 'Byron',
    Emails: [`${UserName}@example.com`],
    AddressInfo: [],
    Concurrency: 1,
  });

  it('creates, reads, changes and deletes', async () => {
    const people = (await open()).People();
    const { data: created } = await people.create(person('ada', 'Ada'));
    expect(created).toMatchObject({ UserName: 'ada', Emails: ['ada@example.com'] });
    const ada = (await open()).People('ada');
    await ada.patch({ LastName: 'Lovelace' });
    const { data: read } = await ada.query((builder) => builder.select('FirstName', 'LastName'));
    expect(read).toMatchObject({ FirstName: 'Ada', LastName: 'Lovelace' });
    await ada.delete();
    await expect(ada.query()).rejects.toMatchObject({ status: 404 });
  });

  it('filters, orders, takes, counts and expands', async () => {
    const people = (await open()).People();
    for (const [name, first] of [
      ['f1', 'Flora'],
      ['f2', 'Fauna'],
      ['f3', 'Fern'],
    ] as const)
      await people.create(person(name, first));
    const { data } = await people.query((builder, q) =>
      builder
        .filter(q.FirstName.startsWith('F').and(q.Emails.any((email) => email.it.contains('@'))))
        .orderBy(q.FirstName.desc())
        .top(2)
        .count()
        .expanding('Trips', (trips, trip) => trips.select('Name').filter(trip.Budget.gt(100))),
    );
    expect(data.value.map(({ FirstName, Trips }) => [FirstName, Trips])).toEqual([
      ['Flora', []],
      ['Fern', []],
    ]);
    expect((data as { '@count'?: number })['@count']).toBe(3);
  });

  it('calls a function', async () => {
    const { status } = await (await open()).GetNearestAirport({ lat: 37.6, lon: -122.4 });
    expect([200, 204]).toContain(status);
  });
});
