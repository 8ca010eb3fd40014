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
    age: 18 + ((id * 7 + Math.floor(id / 10) * 3) % 70),
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

export function people(count) {
  return Array.from({ length: count }, (_, index) => person(index + 1));
}

/** 1,000 parents with 10 children each. */
export function families() {
  return Array.from({ length: 1_000 }, (_, index) => ({
    id: index + 1,
    name: `Parent ${index + 1}`,
    children: Array.from({ length: 10 }, (_, child) => ({
      id: index * 10 + child + 1,
      name: `Child ${child + 1} of ${index + 1}`,
      age: (index * 7 + child * 13) % 100,
    })),
  }));
}
