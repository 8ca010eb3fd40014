// The structure behind the memory store: a persistent B+ tree. A change makes a new map that shares all but one path with
// the old one, so that a snapshot, a fork and a rollback are each one reference kept, whatever the number of entries.

export type OrderedKey = string | number;

/** An immutable map in ascending order of its keys (by `<`). `set` and `delete` give a new map. */
export interface OrderedMap<K extends OrderedKey, V> {
  readonly size: number;
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): OrderedMap<K, V>;
  delete(key: K): OrderedMap<K, V>;
  /** Entries from `from` (inclusive) upwards; all of them by default. */
  entries(from?: K): IterableIterator<[K, V]>;
  /** The values of `entries(from)`, in a new array. */
  valuesFrom(from: K): V[];
  /** The values in order of the keys. The array is made once for each state of the map and must not be changed. */
  values(): readonly V[];
}

interface Leaf<K, V> {
  readonly leaf: true;
  readonly keys: readonly K[];
  readonly items: readonly V[];
}
interface Branch<K, V> {
  readonly leaf: false;
  /** The smallest key below each child; the first is never compared. */
  readonly keys: readonly K[];
  readonly items: readonly Node<K, V>[];
}
type Node<K, V> = Leaf<K, V> | Branch<K, V>;

const order = 32;
const emptyLeaf: Leaf<never, never> = { leaf: true, keys: [], items: [] };

export function createOrderedMap<K extends OrderedKey, V>(): OrderedMap<K, V> {
  return mapOf<K, V>(emptyLeaf, 0);
}

function mapOf<K extends OrderedKey, V>(root: Node<K, V>, size: number): OrderedMap<K, V> {
  return new PersistentMap(root, size);
}

// A class, since a closure for each method of each state would cost more than the change itself.
class PersistentMap<K extends OrderedKey, V> implements OrderedMap<K, V> {
  private all: readonly V[] | undefined;

  constructor(
    private readonly root: Node<K, V>,
    readonly size: number,
  ) {}

  get(key: K): V | undefined {
    let node = this.root;
    while (!node.leaf) node = node.items[childIndex(node.keys, key)] as Node<K, V>;
    const index = lowerBound(node.keys, key);
    return node.keys[index] === key ? node.items[index] : undefined;
  }

  has(key: K): boolean {
    let node = this.root;
    while (!node.leaf) node = node.items[childIndex(node.keys, key)] as Node<K, V>;
    return node.keys[lowerBound(node.keys, key)] === key;
  }

  set(key: K, value: V): OrderedMap<K, V> {
    const size = this.has(key) ? this.size : this.size + 1;
    const [first, second] = insert(this.root, key, value);
    if (second === undefined) return mapOf(first, size);
    return mapOf<K, V>(
      { leaf: false, keys: [first.keys[0] as K, second.keys[0] as K], items: [first, second] },
      size,
    );
  }

  delete(key: K): OrderedMap<K, V> {
    if (!this.has(key)) return this;
    let root = remove(this.root, key);
    while (!root.leaf && root.items.length === 1) root = root.items[0] as Node<K, V>;
    return root.items.length === 0 ? createOrderedMap() : mapOf(root, this.size - 1);
  }

  entries(from?: K): IterableIterator<[K, V]> {
    return walk(this.root, from);
  }

  valuesFrom(from: K): V[] {
    const found: V[] = [];
    collect(this.root, found, from);
    return found;
  }

  values(): readonly V[] {
    if (this.all === undefined) {
      const all: V[] = [];
      collect(this.root, all);
      this.all = all;
    }
    return this.all;
  }
}

/** Index of the first key that is not below `key`. */
function lowerBound<K extends OrderedKey>(keys: readonly K[], key: K): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as K) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function childIndex<K extends OrderedKey>(keys: readonly K[], key: K): number {
  let low = 1;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as K) <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The node with the entry in it, in two halves when it has become too large. */
function insert<K extends OrderedKey, V>(node: Node<K, V>, key: K, value: V): [Node<K, V>, Node<K, V>?] {
  if (node.leaf) {
    const index = lowerBound(node.keys, key);
    if (node.keys[index] === key)
      return [{ leaf: true, keys: node.keys, items: node.items.with(index, value) }];
    return split({
      leaf: true,
      keys: withInserted(node.keys, index, key),
      items: withInserted(node.items, index, value),
    });
  }
  const index = childIndex(node.keys, key);
  const [first, second] = insert(node.items[index] as Node<K, V>, key, value);
  const keys = node.keys.slice();
  const items = node.items.slice();
  keys[index] = first.keys[0] as K;
  items[index] = first;
  if (second !== undefined) {
    keys.splice(index + 1, 0, second.keys[0] as K);
    items.splice(index + 1, 0, second);
  }
  return split<K, V>({ leaf: false, keys, items });
}

function split<K extends OrderedKey, V>(node: Node<K, V>): [Node<K, V>, Node<K, V>?] {
  const { length } = node.keys;
  if (length <= order) return [node];
  const middle = length >>> 1;
  return [part(node, 0, middle), part(node, middle, length)];
}

function part<K, V>(node: Node<K, V>, start: number, end: number): Node<K, V> {
  const keys = node.keys.slice(start, end);
  return node.leaf
    ? { leaf: true, keys, items: node.items.slice(start, end) }
    : { leaf: false, keys, items: node.items.slice(start, end) };
}

/** The node without the entry; it may be left empty, or join its neighbour. */
function remove<K extends OrderedKey, V>(node: Node<K, V>, key: K): Node<K, V> {
  if (node.leaf) {
    const index = lowerBound(node.keys, key);
    return { leaf: true, keys: without(node.keys, index), items: without(node.items, index) };
  }
  const index = childIndex(node.keys, key);
  const child = remove(node.items[index] as Node<K, V>, key);
  if (child.items.length === 0)
    return { leaf: false, keys: without(node.keys, index), items: without(node.items, index) };
  const keys = node.keys.slice();
  const items = node.items.slice();
  keys[index] = child.keys[0] as K;
  items[index] = child;
  return mergeSmall({ leaf: false, keys, items }, index);
}

/** Joins the child with a neighbour when both together are at most half full. */
function mergeSmall<K extends OrderedKey, V>(node: Branch<K, V>, index: number): Branch<K, V> {
  const left = index > 0 ? index - 1 : index;
  const a = node.items[left];
  const b = node.items[left + 1];
  if (a === undefined || b === undefined || a.items.length + b.items.length > order / 2) return node;
  const keys = a.keys.concat(b.keys);
  const joined: Node<K, V> =
    a.leaf && b.leaf
      ? { leaf: true, keys, items: a.items.concat(b.items) }
      : { leaf: false, keys, items: (a as Branch<K, V>).items.concat((b as Branch<K, V>).items) };
  const items = node.items.slice();
  items.splice(left, 2, joined);
  return { leaf: false, keys: without(node.keys, left + 1), items };
}

/** In one allocation: `splice` on a copy would copy it again, into room for more. */
function withInserted<T>(array: readonly T[], index: number, item: T): T[] {
  const copy = new Array<T>(array.length + 1);
  for (let i = 0; i < index; i++) copy[i] = array[i] as T;
  copy[index] = item;
  for (let i = index; i < array.length; i++) copy[i + 1] = array[i] as T;
  return copy;
}

function without<T>(array: readonly T[], index: number): T[] {
  const copy = array.slice();
  copy.splice(index, 1);
  return copy;
}

function* walk<K extends OrderedKey, V>(node: Node<K, V>, from: K | undefined): IterableIterator<[K, V]> {
  if (node.leaf) {
    const start = from === undefined ? 0 : lowerBound(node.keys, from);
    for (let i = start; i < node.keys.length; i++) yield [node.keys[i] as K, node.items[i] as V];
    return;
  }
  const start = from === undefined ? 0 : childIndex(node.keys, from);
  for (let i = start; i < node.items.length; i++)
    yield* walk(node.items[i] as Node<K, V>, i === start ? from : undefined);
}

function collect<K extends OrderedKey, V>(node: Node<K, V>, all: V[], from?: K): void {
  if (node.leaf) {
    const start = from === undefined ? 0 : lowerBound(node.keys, from);
    for (let i = start; i < node.items.length; i++) all.push(node.items[i] as V);
    return;
  }
  const start = from === undefined ? 0 : childIndex(node.keys, from);
  for (let i = start; i < node.items.length; i++)
    collect(node.items[i] as Node<K, V>, all, i === start ? from : undefined);
}
