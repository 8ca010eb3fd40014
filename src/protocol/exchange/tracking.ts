// OData Protocol 4.01, section 11.3.1 "Delta Links".

/** Where changes of a result are counted from: told by its delta link, and carried through its pages. */
export interface Tracking {
  readonly token: string;
  readonly deltaLink: string;
}
