// One process: the first POST of a Graph user to a service from generated artifacts, and how fast users are validated.
// Prints JSON: { firstPost: milliseconds of CPU, validations: per second of CPU }.
import { createJiti } from 'jiti';
import { createEmulator } from '../dist/index.js';

const user = {
  accountEnabled: true,
  businessPhones: ['+1 425 555 0109'],
  city: 'Seattle',
  department: 'Retail',
  displayName: 'Adele Vance',
  employeeHireDate: '2014-01-01T00:00:00Z',
  givenName: 'Adele',
  jobTitle: 'Retail Manager',
  mail: 'AdeleV@example.org',
  mailNickname: 'AdeleV',
  mobilePhone: null,
  officeLocation: '18/2111',
  otherMails: [],
  passwordProfile: { forceChangePasswordNextSignIn: false, password: 'xWwvJ]6NMw+bWH-d' },
  preferredLanguage: 'en-US',
  proxyAddresses: ['SMTP:AdeleV@example.org'],
  surname: 'Vance',
  usageLocation: 'US',
  userPrincipalName: 'AdeleV@example.org',
  userType: 'Member',
};

const emulator = await createEmulator({ generated: process.argv[2], profile: 'graph' });
const request = {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(user),
};
const started = process.cpuUsage();
const response = await emulator.fetch('users', request);
const spent = process.cpuUsage(started);
const firstPost = (spent.user + spent.system) / 1000;
if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);

// The validator is no part of the public API: it is read from the sources.
const { createValidator } = await createJiti(import.meta.url).import('../src/json/validate/validate.ts');
const validator = createValidator(emulator.definition);
const validate = () => validator.validate('microsoft.graph.user', user, 'create');
const violations = await validate();
if (violations.length > 0) throw new Error(JSON.stringify(violations));
const rounds = 300_000;
for (let round = 0; round < rounds / 10; round++) validate();
const before = process.cpuUsage();
for (let round = 0; round < rounds; round++) validate();
const { user: userTime, system } = process.cpuUsage(before);
console.log(JSON.stringify({ firstPost, validations: rounds / ((userTime + system) / 1e6) }));
