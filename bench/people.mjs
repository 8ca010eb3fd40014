// The rows of the benchmark: the same in every run.

const cities = ['Amsterdam', 'Berlin', 'Cairo', 'Delhi', 'Essen', 'Florence', 'Geneva', 'Hamburg'];
const names = ['Ada', 'Ben', 'Chloe', 'Dan', 'Eve', 'Finn', 'Gina', 'Hugo', 'Ida', 'Jan'];

/** A person of about 400 bytes as JSON. */
export function person(id) {
  const name = names[id % names.length];
  return {
    id,
    displayName: `${name} Person ${id}`,
    mail: `${name.toLowerCase()}.${id}@example.org`,
    age: 18 + ((id * 7) % 70),
    score: ((id * 7919) % 10_000) / 100,
    city: cities[(id * 3) % cities.length],
    active: id % 3 !== 0,
    createdDateTime: `2024-0${1 + (id % 9)}-1${id % 10}T08:${10 + (id % 50)}:00.1234567+02:00`,
    notes:
      'Some words about this person, as long as such words are in the records of a service that is in use. '.padEnd(
        150,
        'x',
      ),
  };
}
