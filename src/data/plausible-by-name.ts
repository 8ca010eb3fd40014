// OData CSDL 4.01, section 7 "Structural Property": texts and numbers that a property of this name would hold.
import type { Faker } from '@faker-js/faker';

type Make = (faker: Faker) => string;

/** The first whose expression is in the name (in lower case) makes the text. */
const texts: readonly (readonly [RegExp, Make])[] = [
  [
    /e?mail(address|nickname)?$|^mail$|userprincipalname|^upn$|emails$/,
    (f) => f.internet.email().toLowerCase(),
  ],
  [/date$/, (f) => f.date.past({ years: 3 }).toISOString().slice(0, 10)],
  [/year$/, (f) => String(f.number.int({ min: 1990, max: 2025 }))],
  [/month$/, (f) => f.date.month()],
  [/quarter$/, (f) => `Q${f.number.int({ min: 1, max: 4 })}`],
  [/(^|_)(first|given)_?name$/, (f) => f.person.firstName()],
  [/(last|sur|family)_?name$/, (f) => f.person.lastName()],
  [/middle_?name$/, (f) => f.person.middleName()],
  [/user_?name$|login|nickname|^alias$|account_?name$/, (f) => f.internet.username().toLowerCase()],
  [
    /(company|organi[sz]ation|supplier|vendor|manufacturer|customer|publisher)(_?name)?$/,
    (f) => f.company.name(),
  ],
  [/job_?title|position$|occupation|contact_?title/, (f) => f.person.jobTitle()],
  [/department$|division/, (f) => f.commerce.department()],
  [/product(_?name)?$|item_?name$/, (f) => f.commerce.productName()],
  [/categor(y|ies)(_?name)?$/, (f) => f.commerce.department()],
  [/file_?name$/, (f) => f.system.fileName()],
  [/full_?name$|contact_?name$|person(_?name)?$|author|owner$|manager$/, (f) => f.person.fullName()],
  [/display_?name$/, (f) => f.person.fullName()],
  [/street|address(_?line)?\d*$/, (f) => f.location.streetAddress()],
  [/city|town|locality/, (f) => f.location.city()],
  [/country_?code|countryorregioncode|usagelocation|country_?iso/, (f) => f.location.countryCode()],
  [/country|nation/, (f) => f.location.country()],
  [/^state$|province|stateor|region/, (f) => f.location.state()],
  [/postal|zip/, (f) => f.location.zipCode()],
  [/office_?location|building|room/, (f) => `${f.location.city()} ${f.number.int({ min: 1, max: 40 })}`],
  [/phone|fax|mobile/, (f) => f.phone.number({ style: 'international' })],
  [/ip_?address|^ip$/, (f) => f.internet.ipv4()],
  [/host_?name|domain/, (f) => f.internet.domainName()],
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
  [/serial|sku|barcode|code$|number$/, (f) => f.string.alphanumeric({ length: 8, casing: 'upper' })],
  [/(^|[a-z_])id$|guid|token|hash/, (f) => f.string.uuid()],
  [/gender|^sex$/, (f) => f.person.sex()],
  [/title$|subject$|headline|topic/, (f) => capitalized(f.lorem.words({ min: 2, max: 5 }))],
  [
    /descri|comment|note|remark|summary|message|body|content|text|preview|reason|bio|about/,
    (f) => f.lorem.sentence(),
  ],
  [/name$/, (f) => capitalized(f.lorem.words(2))],
];

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A text for a property of this name; words where the name says nothing. */
export function textFor(name: string, faker: Faker): string {
  const lower = name.toLowerCase();
  const found = texts.find(([expression]) => expression.test(lower));
  return found === undefined ? capitalized(faker.lorem.words({ min: 1, max: 3 })) : found[1](faker);
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
