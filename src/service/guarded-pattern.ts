// OASIS Validation vocabulary 4.0, term Pattern: patterns with look-around and back references, which need more than linear time.
import { createContext, Script } from 'node:vm';

/** Milliseconds that one text may take: far more than any that is not made to take long. */
const limit = 100;

/**
 * What the linear-time engine can't match, JavaScript's own engine can, but by backtracking: for some texts the time grows
 * exponentially with their length, and clients choose the texts. Whether a pattern has such texts can't be told from
 * looking at it, and JavaScript can't interrupt itself. A virtual machine can: a script with a time limit is ended by
 * another thread, in the midst of matching too. That costs a tenth of a millisecond for each text, so only patterns that
 * need it are matched like this, and only those of the model: its author is trusted not to write a pattern that always
 * takes long, as a client that sends a pattern for `matchesPattern` is not.
 * @returns undefined: the limit ended the match
 */
export function createGuardedTest(pattern: string): (text: string) => boolean | undefined {
  const machine = createContext(Object.create(null));
  machine.pattern = new RegExp(pattern);
  const script = new Script('pattern.test(text)');
  return (text) => {
    machine.text = text;
    try {
      return script.runInContext(machine, { timeout: limit }) === true;
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
      throw error;
    }
  };
}
