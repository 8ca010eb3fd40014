// OData Protocol 4.01, section 11.5.4.2 "Function overload resolution": a call at the end of a path that no overload takes.
import { ODataError } from '../../error/odata-error.ts';

/** The path names a function, whatever is wrong with its parameters: what methods it has can be told. */
export class FunctionCallError extends ODataError {
  constructor(cause: ODataError) {
    const { status, code, message, target } = cause;
    super(status, code, message, { cause, ...(target !== undefined && { target }) });
  }
}
