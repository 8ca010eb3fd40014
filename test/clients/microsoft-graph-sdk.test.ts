// @microsoft/msgraph-sdk with its users package; groups, whose package is not on npm, by the SDK's models and request adapter.
import {
  AnonymousAuthenticationProvider,
  HttpMethod,
  type Parsable,
  type ParsableFactory,
  ParseNodeFactoryRegistry,
  RequestInformation,
  SerializationWriterFactoryRegistry,
} from '@microsoft/kiota-abstractions';
import { GraphRequestAdapter } from '@microsoft/msgraph-sdk';
import {
  createGroupFromDiscriminatorValue,
  createUserCollectionResponseFromDiscriminatorValue,
  type Group,
  serializeGroup,
  serializeReferenceCreate,
  type User,
} from '@microsoft/msgraph-sdk/models/index.js';
import { PageIterator } from '@microsoft/msgraph-sdk-core';
import { createUsersServiceClient, type UsersServiceClient } from '@microsoft/msgraph-sdk-users';
import '@microsoft/msgraph-sdk-users/users/item/index.js';
import { beforeAll, expect, it } from 'vitest';
import { graph, useService } from './services.ts';

const service = useService(graph);
let adapter: GraphRequestAdapter;
let client: UsersServiceClient;
beforeAll(() => {
  adapter = new GraphRequestAdapter(
    new AnonymousAuthenticationProvider(),
    new ParseNodeFactoryRegistry(),
    new SerializationWriterFactoryRegistry(),
  );
  adapter.baseUrl = service.root().replace(/\/$/, '');
  client = createUsersServiceClient(adapter);
});

const newUser = (name: string): User => ({
  displayName: name,
  userPrincipalName: `${name}@example.com`,
  accountEnabled: true,
  mailNickname: name,
  passwordProfile: { password: 'Xy-12345678' },
});

async function createUser(name: string): Promise<string> {
  const created = await client.users.post(newUser(name));
  if (typeof created?.id !== 'string') throw new Error('The user has no id.');
  return created.id;
}

it('creates, reads, changes and deletes a user', async () => {
  const id = await createUser('ada');
  await client.users.byUserId(id).patch({ jobTitle: 'Countess', businessPhones: ['1815'] });
  const read = await client.users
    .byUserId(id)
    .get({ queryParameters: { select: ['displayName', 'jobTitle', 'businessPhones'] } });
  expect(read).toMatchObject({ displayName: 'ada', jobTitle: 'Countess', businessPhones: ['1815'] });
  await client.users.byUserId(id).delete();
  await expect(client.users.byUserId(id).get()).rejects.toMatchObject({ responseStatusCode: 404 });
});

it('filters, orders and counts', async () => {
  for (const name of ['flora', 'fauna', 'fern']) await createUser(name);
  const page = await client.users.get({
    queryParameters: { filter: "startswith(displayName,'f')", orderby: ['displayName'], top: 2, count: true },
  });
  expect(page?.odataCount).toBe(3);
  expect(page?.value?.map(({ displayName }) => displayName)).toEqual(['fauna', 'fern']);
});

it('PageIterator sees each user once', async () => {
  for (let index = 0; index < 25; index++) await createUser(`page${index}`);
  const first = await client.users.get({
    queryParameters: { filter: "startswith(displayName,'page')", top: 10 },
  });
  const names: string[] = [];
  const iterator = new PageIterator<User>(
    adapter,
    first as never,
    ((user: User) => names.push(user.displayName ?? '') > 0) as never,
    createUserCollectionResponseFromDiscriminatorValue as never,
    {},
  );
  await iterator.iterate();
  expect(names).toHaveLength(25);
  expect(new Set(names).size).toBe(25);
});

it('a manager, set by reference and read back', async () => {
  const [boss, worker] = [await createUser('boss'), await createUser('worker')];
  const { manager } = client.users.byUserId(worker);
  await manager.ref.put({ odataId: `${service.root()}users/${boss}` });
  expect(await manager.get()).toMatchObject({ id: boss, displayName: 'boss' });
  await manager.ref.delete();
});

function request(method: HttpMethod, path: string): RequestInformation {
  const information = new RequestInformation();
  information.httpMethod = method;
  information.urlTemplate = `{+baseurl}/${path}`;
  information.pathParameters.baseurl = adapter.baseUrl;
  information.headers.tryAdd('Accept', 'application/json');
  return information;
}

const send = <T extends Parsable>(information: RequestInformation, factory: ParsableFactory<T>) =>
  adapter.send(information, factory, undefined);

it('a group and its members', async () => {
  const user = await createUser('member');
  const post = request(HttpMethod.POST, 'groups');
  const newGroup: Group = {
    displayName: 'Analysts',
    mailEnabled: false,
    mailNickname: 'analysts',
    securityEnabled: true,
  };
  post.setContentFromParsable(adapter, 'application/json', newGroup, serializeGroup);
  const group = await send<Group>(post, createGroupFromDiscriminatorValue);
  expect(group).toMatchObject({ displayName: 'Analysts', securityEnabled: true });
  const add = request(HttpMethod.POST, `groups/${group?.id}/members/$ref`);
  const reference = { odataId: `${service.root()}directoryObjects/${user}` };
  add.setContentFromParsable(adapter, 'application/json', reference, serializeReferenceCreate);
  await adapter.sendNoResponseContent(add, undefined);
  const expanded = await send<Group>(
    request(HttpMethod.GET, `groups/${group?.id}?$expand=members`),
    createGroupFromDiscriminatorValue,
  );
  expect(expanded?.members).toMatchObject([{ id: user, odataType: '#microsoft.graph.user' }]);
});
