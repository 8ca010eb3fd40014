// OData CSDL 4.01, section 7 "Structural Property": texts and numbers that a property of this name would hold.
import type { Faker } from '@faker-js/faker';
import { nameFor, type Owner, someWords } from './plausible-names.ts';

type Make = (faker: Faker, owner: Owner) => string;

/** A property, and what it belongs to. */
export interface Subject {
  readonly name: string;
  readonly owner: Owner;
}

/** Rules of texts: the first whose expression is in the property's name (in lower case) makes the text. */
type Rules = readonly (readonly [RegExp, Make])[];

/** Names that say themselves what they are of; the others are told by what the property belongs to. */
const names: Rules = [
  [
    /e?mail(address)?\d?$|userprincipalname|^upn$|e?mails$/,
    (f, { person }) => f.internet.email(person()).toLowerCase(),
  ],
  [/(^|_)(first|given)_?name$/, (_, { person }) => person().firstName],
  [/(last|sur|family)_?name$/, (_, { person }) => person().lastName],
  [/middle_?name$/, (f) => f.person.middleName()],
  [
    /user_?name$|login|nickname|^alias$|account_?name$/,
    (f, { person }) => f.internet.username(person()).toLowerCase(),
  ],
  [/job_?title|position$|occupation|contact_?title/, (f) => f.person.jobTitle()],
  [/courtesy|^salutation$|name_?prefix$/, (f) => f.person.prefix()],
  [/host_?name$|domain/, (f) => f.internet.domainName()],
];

const texts: Rules = [
  [/date$/, (f) => f.date.past({ years: 3 }).toISOString().slice(0, 10)],
  [/year$/, (f) => String(f.number.int({ min: 1990, max: 2025 }))],
  [/month$/, (f) => f.date.month()],
  [/quarter$/, (f) => `Q${f.number.int({ min: 1, max: 4 })}`],
  [/(company|organi[sz]ation|supplier|vendor|manufacturer|publisher)$/, (f) => f.company.name()],
  [/department$|division|categor(y|ies)$/, (f) => f.commerce.department()],
  [/product$/, (f) => f.commerce.productName()],
  [/person$|author$|owner$|manager$/, (f) => f.person.fullName()],
  [/street|address(_?line)?\d*$/, (f) => f.location.streetAddress()],
  [/city|town|locality/, (f) => f.location.city()],
  [/country.*(code|iso)|usagelocation/, (f) => f.location.countryCode()],
  [/country|nation/, (f) => f.location.country()],
  [/^state$|province|stateor|region/, (f) => f.location.state()],
  [/postal|zip/, (f) => f.location.zipCode()],
  [/office_?location|building|room/, (f) => `${f.location.city()} ${f.number.int({ min: 1, max: 40 })}`],
  [/phone|fax|mobile/, (f) => f.phone.number({ style: 'international' })],
  [/ip_?address|^ip$/, (f) => f.internet.ipv4()],
  [/(image|photo|picture|avatar|logo).*(url|uri)?$/, (f) => f.internet.url()],
  [/url|uri|website|homepage|link$/, (f) => f.internet.url()],
  [/currency/, (f) => f.finance.currencyCode()],
  [/language|locale|culture/, (f) => f.helpers.arrayElement(['en-US', 'de-DE', 'fr-FR', 'ja-JP', 'pt-BR'])],
  [/time_?zone/, (f) => f.location.timeZone()],
  [/mime|media_?type|content_?type/, (f) => f.system.mimeType()],
  [/colou?r/, (f) => f.color.human()],
  [/version/, (f) => f.system.semver()],
  [/isbn/, (f) => f.commerce.isbn()],
  [/iban/, (f) => f.finance.iban()],
  [/iata/, (f) => f.airline.airport().iataCode],
  [/icao/, (f) => f.string.alpha({ length: 4, casing: 'upper' })],
  [/^[ec]?_?tag$|checksum/, (f) => f.string.hexadecimal({ length: 16, casing: 'lower', prefix: '' })],
  [/^extension$/, (f) => f.string.numeric(4)],
  [
    /quantityper/,
    (f) =>
      `${f.number.int({ min: 2, max: 48 })} ${f.helpers.arrayElement(['bottles', 'boxes', 'bags', 'jars'])}`,
  ],
  [/serial|sku|barcode|code$|number$/, (f) => f.string.alphanumeric({ length: 8, casing: 'upper' })],
  [/(^|[a-z_])id$|guid|token|hash/, (f) => f.string.uuid()],
  [/gender|^sex$/, (f) => f.person.sex()],
  [/headline|topic|descri|summary/, (f) => f.company.catchPhrase()],
  [/comment|note|remark|message|body|content|text|preview|reason|bio|about/, (f) => f.lorem.sentence()],
];

/** A text for a property; words where its name says nothing. */
export function textFor({ name, owner }: Subject, faker: Faker): string {
  const lower = name.toLowerCase();
  const find = (rules: Rules) => rules.find(([expression]) => expression.test(lower))?.[1](faker, owner);
  return find(names) ?? nameFor(lower, faker, owner) ?? find(texts) ?? someWords(faker);
}

/** Least and most of a number. */
const ranges: readonly (readonly [RegExp, number, number])[] = [
  [/latitude/, -90, 90],
  [/longitude/, -180, 180],
  [/percent|ratio|share/, 0, 100],
  [/discount/, 0, 1],
  [/rating|stars/, 1, 5],
  [/age$/, 18, 80],
  [/year$/, 1990, 2025],
  [/month$/, 1, 12],
  [/day(s|ofmonth)?$/, 1, 28],
  [/hour/, 0, 23],
  [/minute|second/, 0, 59],
  [/priority|level|order$|rank|index/, 1, 10],
  [/price|cost|amount|total|freight|salary|budget|revenue/, 1, 1_000],
  [/quantity|count|stock|units/, 0, 200],
  [/size|length|bytes/, 1, 100_000],
];

export function rangeFor(name: string): readonly [number, number] {
  const lower = name.toLowerCase();
  const [, least = 1, most = 1_000] = ranges.find(([expression]) => expression.test(lower)) ?? [];
  return [least, most];
}

/** Whether nothing is there usually: what was deleted, or has ended. */
export function isUsuallyNull(name: string): boolean {
  return /deleted|removed|expired|revoked|(^|[a-z])error/i.test(name);
}
