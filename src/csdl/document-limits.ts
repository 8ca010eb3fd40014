// OData CSDL 4.01, section 4 "CSDL Document": how long and how deep a document may be to be read.

/** Longest document that is read, in characters. */
export const maximumLength = 64 * 1024 * 1024;
/** Deepest nesting of elements, or of JSON values, that is read. */
export const maximumDepth = 256;
