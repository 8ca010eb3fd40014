// OData CSDL 4.01, section 6.1 "Name": what things are called, by the kind of thing that a type or a property is named for.
import type { Faker } from '@faker-js/faker';

/** What a property belongs to. */
export interface Owner {
  /** In lower case, the nearest first: of a complex value the property that holds it, then types from the derived to the base. */
  readonly kinds: readonly string[];
  /** Whose first and last name the properties of one object have in common. */
  readonly person: () => Person;
}

export interface Person {
  readonly firstName: string;
  readonly lastName: string;
}

type Make = (faker: Faker, owner: Owner) => string;

const oneOf =
  (...texts: string[]): Make =>
  (faker) =>
    faker.helpers.arrayElement(texts);

const fullName: Make = (_, { person }) => `${person().firstName} ${person().lastName}`;

const fields = ['Sales', 'Marketing', 'Finance', 'Engineering', 'Legal', 'Operations', 'Design', 'Support'];
const numbered =
  (kind: string): Make =>
  (faker) =>
    `${kind} ${faker.number.int({ min: 1_000, max: 9_999 })}`;

/** The first whose expression fits the end of the kind makes the name. */
const names: readonly (readonly [RegExp, Make])[] = [
  [
    /(user|person|people|contact|employee|customer|member|owner|author|manager|student|teacher|patient|passenger|guest|attendee|participant|recipient|speaker|driver|organizer|sender|from|assignee|creator|by)$/,
    fullName,
  ],
  [/airline$/, (f) => f.airline.airline().name],
  [/airport$/, (f) => f.airline.airport().name],
  [/(aircraft|airplane)$/, (f) => f.airline.airplane().name],
  [
    /(compan(y|ies)|organi[sz]ation|supplier|vendor|manufacturer|publisher|tenant|shipper|ship|carrier|employer|brand|business)$/,
    (f) => f.company.name(),
  ],
  [/printer$/, (f) => `${f.location.city()} printer ${f.number.int({ min: 1, max: 40 })}`],
  [
    /(device|computer|machine|laptop|phone|server|host)$/,
    (f) =>
      `${f.helpers.arrayElement(['LAPTOP', 'DESKTOP', 'TABLET', 'PHONE'])}-${f.string.alphanumeric({ length: 7, casing: 'upper' })}`,
  ],
  [
    /(group|team|department|division|unit|community)$/,
    (f) =>
      `${f.helpers.arrayElement(fields)} ${f.helpers.arrayElement(['team', 'group', 'leads', 'partners'])}`,
  ],
  [/channel$/, oneOf('General', 'Announcements', 'Questions', 'Planning', 'Ideas', 'Releases')],
  [/(photo|picture|image)$/, (f) => f.system.commonFileName('png')],
  [
    /(file|document|driveitem|attachment|recording)$/,
    (f) => f.system.commonFileName(f.helpers.arrayElement(['docx', 'xlsx', 'pptx', 'pdf', 'txt'])),
  ],
  [
    /(folder|directory|library|drive|list|site|notebook|section|container)$/,
    oneOf('Projects', 'Reports', 'Invoices', 'Contracts', 'Presentations', 'Templates', 'Photos', 'Archive'),
  ],
  [
    /(app|application|serviceprincipal|service|program|software|plugin|client)$/,
    (f) =>
      `${capitalized(f.word.adjective())} ${f.helpers.arrayElement(['Portal', 'Sync', 'Insights', 'Planner', 'Connector', 'Studio'])}`,
  ],
  [/(categor(y|ies)|tag|topic)$/, (f) => f.commerce.department()],
  [/country(region)?$|nation$/, (f) => f.location.country()],
  [/(city|town|locality|territory)$/, (f) => f.location.city()],
  [/(state|province|region)$/, (f) => f.location.state()],
  [/currency$/, (f) => f.finance.currencyName()],
  [/room$/, (f) => `Room ${f.number.int({ min: 1, max: 6 })}.${f.number.int({ min: 10, max: 48 })}`],
  [
    /(building|place|location|office|venue|store|shop|branch|warehouse)$/,
    (f) => `${f.location.city()} ${f.helpers.arrayElement(['House', 'Center', 'Plaza', 'Tower'])}`,
  ],
  [/hotel$/, (f) => `Hotel ${f.location.city()}`],
  [
    /(event|meeting|appointment|session|conference)$/,
    oneOf(
      'Weekly sync',
      'Project kick-off',
      'Quarterly review',
      'Design review',
      'Planning',
      'Retrospective',
    ),
  ],
  [/calendar$/, oneOf('Calendar', 'Team calendar', 'Holidays', 'Birthdays', 'Releases')],
  [
    /(task|todo|ticket|issue|case|activity|message|mail|post|thread|conversation)$/,
    (f) =>
      `${f.helpers.arrayElement(['Review', 'Prepare', 'Update', 'Send', 'Approve'])} the ${f.helpers.arrayElement(['budget', 'report', 'contract', 'agenda', 'proposal', 'invoice', 'schedule'])}`,
  ],
  [/(project|plan|campaign|program|initiative)$/, (f) => `Project ${capitalized(f.word.noun())}`],
  [/order$/, numbered('Order')],
  [/(invoice|bill)$/, numbered('Invoice')],
  [/(contract|agreement)$/, numbered('Contract')],
  [
    /role(definition|template)?$/,
    oneOf('Reader', 'Contributor', 'Administrator', 'Owner', 'Auditor', 'Operator'),
  ],
  [
    /(policy|rule|setting|configuration|profile)$/,
    (f) =>
      `${f.helpers.arrayElement(fields)} ${f.helpers.arrayElement(['default', 'access', 'retention', 'sign-in'])}`,
  ],
  [/(book|film|movie)$/, (f) => f.book.title()],
  [/(song|track)$/, (f) => f.music.songName()],
  [/album$/, (f) => f.music.album()],
  [/(artist|band)$/, (f) => f.music.artist()],
  [/genre$/, (f) => f.music.genre()],
  [/(pet|animal)$/, (f) => f.animal.petName()],
  [/(vehicle|car)$/, (f) => f.vehicle.vehicle()],
  [/(dish|meal|recipe|food)$/, (f) => f.food.dish()],
  [/ingredient$/, (f) => f.food.ingredient()],
  [/(account|wallet)$/, (f) => f.finance.accountName()],
  [/(job|position)$/, (f) => f.person.jobTitle()],
  [/domain$/, (f) => f.internet.domainName()],
  [/(product|article|item|good|part)s?$/, (f) => f.commerce.productName()],
];

/** What says nothing of what it is a name of. */
const plainPrefix =
  /^(display|full|short|long|common|friendly|legal|official|native|internal|public|default|)$/;

/** A name, title or label of what a property belongs to, or of what the rest of its own name says; undefined for other properties. */
export function nameFor(property: string, faker: Faker, owner: Owner): string | undefined {
  const [, prefix, noun] = /^(.*?)_?(name|title|label|subject|caption)$/.exec(property) ?? [];
  if (prefix === undefined) return undefined;
  if (noun === 'title' && prefix === '' && isPerson(owner)) return faker.person.jobTitle();
  const kinds = plainPrefix.test(prefix) ? owner.kinds : [prefix];
  for (const kind of kinds) {
    const found = names.find(([expression]) => expression.test(kind));
    if (found !== undefined) return found[1](faker, owner);
  }
  return someWords(faker);
}

/** `Frozen pasta` */
export function someWords(faker: Faker): string {
  return capitalized(`${faker.word.adjective()} ${faker.word.noun()}`);
}

function isPerson({ kinds }: Owner): boolean {
  return kinds.some((kind) => names[0]?.[0].test(kind));
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
