// What made-up things are called fits what they are: by the property's name, else by the type, or by what holds a complex value.
import { expect, it } from 'vitest';
import { createEmulator } from '../../src/index.ts';

const named = (name: string, more = ''): string =>
  `<EntityType Name="${name}"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
    <Property Name="displayName" Type="Edm.String" Nullable="false"/>${more}</EntityType>`;
const types = [
  'user',
  'device',
  'group',
  'channel',
  'driveItem',
  'photo',
  'mailFolder',
  'application',
  'product',
  'company',
  'airport',
  'country',
  'event',
  'task',
  'role',
  'thing',
];
const metadata = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="ns">
    <ComplexType Name="identity"><Property Name="displayName" Type="Edm.String"/></ComplexType>
    <ComplexType Name="identitySet"><Property Name="user" Type="ns.identity" Nullable="false"/><Property Name="device" Type="ns.identity" Nullable="false"/></ComplexType>
    ${types.map((type) => named(type)).join('')}
    ${named('person', '<Property Name="givenName" Type="Edm.String"/><Property Name="surname" Type="Edm.String"/><Property Name="mail" Type="Edm.String"/><Property Name="birthday" Type="Edm.Date"/><Property Name="title" Type="Edm.String"/><Property Name="companyName" Type="Edm.String"/><Property Name="createdBy" Type="ns.identitySet" Nullable="false"/>')}
    <EntityContainer Name="Container">${[...types, 'person'].map((type) => `<EntitySet Name="${type}s" EntityType="ns.${type}"/>`).join('')}</EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>`;

const emulator = await createEmulator({ metadata, populate: 12 });

async function entitiesOf(set: string): Promise<readonly Record<string, string>[]> {
  const { value } = (await (await emulator.fetch(set)).json()) as { value: Record<string, string>[] };
  return value;
}

it.each<[string, RegExp]>([
  ['user', /^\S+ \S+$/],
  ['device', /^(LAPTOP|DESKTOP|TABLET|PHONE)-[A-Z0-9]{7}$/],
  ['group', / (team|group|leads|partners)$/],
  ['driveItem', /\.(docx|xlsx|pptx|pdf|txt)$/],
  ['photo', /\.png$/],
  ['mailFolder', /^(Projects|Reports|Invoices|Contracts|Presentations|Templates|Photos|Archive)$/],
  ['application', /^[A-Z].* (Portal|Sync|Insights|Planner|Connector|Studio)$/],
  ['company', /[a-z]( |-|,)/],
  ['airport', /Airport|Field|Base|International/i],
  ['event', /review|sync|kick-off|Planning|Retrospective/],
  ['task', /^(Review|Prepare|Update|Send|Approve) the \w+$/],
  ['role', /^(Reader|Contributor|Administrator|Owner|Auditor|Operator)$/],
  ['thing', /^[A-Z]\S* \S+$/],
])('%s', async (type, name) => {
  const names = (await entitiesOf(`${type}s`)).map(({ displayName }) => displayName);
  expect(names).toHaveLength(12);
  for (const one of names) expect(one).toMatch(name);
});

it('a person is one in all its properties', async () => {
  for (const {
    displayName,
    givenName = '',
    surname = '',
    mail,
    birthday = '',
    title,
    companyName,
  } of await entitiesOf('persons')) {
    expect(displayName).toBe(`${givenName} ${surname}`);
    expect(
      mail?.startsWith(
        givenName
          .toLowerCase()
          .replace(/[^a-z]/g, '')
          .slice(0, 3),
      ),
    ).toBe(true);
    expect(birthday < '2006').toBe(true);
    expect(title).toMatch(/ \w+$/);
    expect(companyName).not.toBe(displayName);
  }
});

it('a complex value is called by the property that holds it', async () => {
  for (const { createdBy } of await entitiesOf('persons')) {
    const { user, device } = createdBy as unknown as Record<'user' | 'device', { displayName: string }>;
    expect(device.displayName).toMatch(/^[A-Z]+-[A-Z0-9]{7}$/);
    expect(user.displayName).toMatch(/^\S+ \S+$/);
  }
});

it('what is a key is not called as another', async () => {
  const folders = `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
    <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="ns">
      <EntityType Name="Folder"><Key><PropertyRef Name="Name"/></Key><Property Name="Name" Type="Edm.String" Nullable="false"/>
        <NavigationProperty Name="Folders" Type="Collection(ns.Folder)" ContainsTarget="true"/></EntityType>
      <EntityContainer Name="Container"><EntitySet Name="Folders" EntityType="ns.Folder"/></EntityContainer>
    </Schema></edmx:DataServices></edmx:Edmx>`;
  const made = await createEmulator({ metadata: folders, populate: 40 });
  expect(await (await made.fetch('Folders/$count')).text()).toBe('40');
  expect((await made.fetch("Folders('Reports')/Folders")).status).toBe(200);
});
