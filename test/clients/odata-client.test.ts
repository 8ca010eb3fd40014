// @odata/client: its filters, its entity sets, its batches, on TripPin.
import { OData } from '@odata/client';
import { expect, it } from 'vitest';
import { describeTripPin } from './trippin.ts';

describeTripPin('@odata/client', (root) => {
  // counts are looked for by the name that they have in 4.0
  const open = () =>
    OData.New4({
      serviceEndpoint: root(),
      processCsrfToken: false,
      commonHeaders: { 'OData-MaxVersion': '4.0' },
    });
  const people = () =>
    open().getEntitySet<{
      UserName: string;
      FirstName: string;
      LastName: string;
    }>('People');

  it('creates, reads, changes and deletes', async () => {
    const set = people();
    const created = await set.create({ UserName: 'ada', FirstName: 'Ada', LastName: 'Byron' });
    expect(created).toMatchObject({ UserName: 'ada' });
    await set.update('ada', { LastName: 'Lovelace' });
    expect(await set.retrieve('ada')).toMatchObject({ LastName: 'Lovelace' });
    await set.delete('ada');
    await expect(set.retrieve('ada')).rejects.toThrow();
  });

  it('filters, orders, takes and counts', async () => {
    const client = open();
    const set = people();
    for (const UserName of ['f1', 'f2', 'f3'])
      await set.create({ UserName, FirstName: 'Fern', LastName: UserName });
    const filter = client.newFilter().property('FirstName').eq('Fern');
    const params = client.newParam().filter(filter).orderby('UserName', 'desc').top(2).select(['UserName']);
    const found = await set.query(params);
    expect(found.map(({ UserName }) => UserName)).toEqual(['f3', 'f2']);
    expect(await set.count(client.newFilter().property('FirstName').eq('Fern'))).toBe(3);
  });

  const requests = (client: ReturnType<typeof open>, UserName: string) => [
    client.newBatchRequest({
      collection: 'People',
      method: 'POST',
      entity: { UserName, FirstName: 'Bea', LastName: 'Batch' },
    }),
    client.newBatchRequest({
      collection: 'People',
      params: client.newParam().filter(`UserName eq '${UserName}'`),
    }),
  ];

  it('sends a multipart batch', async () => {
    const client = OData.New4({
      serviceEndpoint: root(),
      processCsrfToken: false,
      // its default, application/json alone, asks for the other format of batches
      commonHeaders: { Accept: 'multipart/mixed, application/json;q=0.9' },
    });
    const answers = await client.execBatchRequests(requests(client, 'multipart'));
    expect(answers.map(({ status }) => status)).toEqual([201, 200]);
    expect(await answers[1]?.json()).toMatchObject({ value: [{ FirstName: 'Bea' }] });
  });

  it('sends a JSON batch', async () => {
    const client = open();
    const answers = await client.execBatchRequestsJson(requests(client, 'json'));
    expect(answers.map(({ status }) => status)).toEqual([201, 200]);
    expect(await answers[1]?.json()).toMatchObject({ value: [{ FirstName: 'Bea' }] });
  });
});
