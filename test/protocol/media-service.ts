// A service with contents of all kinds: media entities, stream properties, also of complex values, and binary values.
import { handle } from '../../src/protocol/handle.ts';
import type { ServiceSettings } from '../../src/service/create-service.ts';
import type { ODataService } from '../../src/service/odata-service.ts';
import { ask, csdl, serviceFor } from './service-for.ts';

const schema = `
  <TypeDefinition Name="Png" UnderlyingType="Edm.Binary">
    <Annotation Term="Core.MediaType" String="image/png"/>
    <Annotation Term="Core.AcceptableMediaTypes"><Collection><String>image/png</String></Collection></Annotation>
  </TypeDefinition>
  <ComplexType Name="Attachment">
    <Property Name="Name" Type="Edm.String"/>
    <Property Name="Type" Type="Edm.String"/>
    <Property Name="Data" Type="Edm.Stream">
      <Annotation Term="Core.MediaType" Path="Type"/>
      <Annotation Term="Core.ContentDisposition"><Record><PropertyValue Property="Type" String="inline"/><PropertyValue Property="Filename" Path="Name"/></Record></Annotation>
    </Property>
  </ComplexType>
  <EntityType Name="Document" HasStream="true">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Int32" Nullable="false"/>
    <Property Name="Title" Type="Edm.String"/>
    <Property Name="ContentType" Type="Edm.String"/>
    <Property Name="Size" Type="Edm.Int64"/>
    <Property Name="Cover" Type="Edm.Stream">
      <Annotation Term="Core.AcceptableMediaTypes"><Collection><String>image/*</String><String>application/pdf</String></Collection></Annotation>
    </Property>
    <Property Name="Attachment" Type="Test.Attachment"/>
    <Property Name="Attachments" Type="Collection(Test.Attachment)"/>
    <Property Name="Thumbnail" Type="Test.Png"/>
    <Property Name="Raw" Type="Edm.Binary">
      <Annotation Term="Core.MediaType" Path="RawType"/>
      <Annotation Term="Core.ContentDisposition"><Record><PropertyValue Property="Filename" Path="Title"/></Record></Annotation>
    </Property>
    <Property Name="RawType" Type="Edm.String"/>
    <NavigationProperty Name="Picture" Type="Test.Picture" ContainsTarget="true"/>
    <Annotation Term="Core.MediaType" Path="ContentType"/>
    <Annotation Term="Core.AcceptableMediaTypes"><Collection><String>text/*</String><String>application/json</String></Collection></Annotation>
    <Annotation Term="Core.ContentDisposition"><Record><PropertyValue Property="Filename" Path="Title"/></Record></Annotation>
  </EntityType>
  <EntityType Name="Picture" HasStream="true">
    <Key><PropertyRef Name="ID"/></Key>
    <Property Name="ID" Type="Edm.Guid" Nullable="false"><Annotation Term="Core.Computed"/></Property>
    <Property Name="Type" Type="Edm.String"/>
    <Annotation Term="Core.MediaType" Path="Type"/>
  </EntityType>
  <EntityType Name="Letter" BaseType="Test.Document" HasStream="true"/>
  <EntityContainer Name="Service">
    <Singleton Name="Logo" Type="Test.Picture" Nullable="true"/>
    <EntitySet Name="Documents" EntityType="Test.Document"/>
    <EntitySet Name="Controlled" EntityType="Test.Document">
      <Annotation Term="Core.OptimisticConcurrency"><Collection><PropertyPath>Title</PropertyPath></Collection></Annotation>
    </EntitySet>
  </EntityContainer>`;

/** With Documents(1) and Controlled(1), which have no content yet. */
export async function mediaService(settings: ServiceSettings = {}): Promise<ODataService> {
  const service = serviceFor(csdl(schema), {
    contentSizes: { 'Test.Document': 'Size' },
    jsonMediaEntities: true,
    ...settings,
  });
  for (const set of ['Documents', 'Controlled'])
    await ask(service, `POST /${set}`, {
      ID: 1,
      Title: 'first.txt',
      Attachment: { Name: 'Übersicht 1.pdf' },
      Attachments: [{ Name: 'a' }, { Name: 'b' }],
      Raw: 'AAEC',
    });
  return service;
}

/** A request of `PUT /Documents(1)/$value` with a body as it is, without a Content-Type of its own. */
export async function send(
  service: ODataService,
  line: string,
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | undefined,
  headers: Record<string, string> = {},
): Promise<Response> {
  const [method = 'GET', path = '/'] = line.split(' ');
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const request = new Request(`http://localhost${path}`, {
    method,
    headers,
    ...(bytes !== undefined && { body: bytes, duplex: 'half' }),
  });
  return await handle(service, request);
}
