// OData CSDL JSON 4.01, section 7.3 "Default Value" and 14.3 "Constant Expression": numbers that JavaScript may not hold.

/** A JSON number where JavaScript's number has the same text (`7`, `0.5`, not `007`, `1.50`, `1e400`), else the text. */
export function numberOrText(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}
