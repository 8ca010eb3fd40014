// OData URL Conventions 4.01, section 5.1.1.7.1 "matchesPattern": patterns with look-around and back references, which need more than linear time.
import { type Context, createContext, Script } from 'node:vm';

/** Milliseconds that one text may take: far more than any that is not made to take long. */
const limitOfText = 100;
/** Milliseconds that all texts of a request may take together. */
const limitOfRequest = 1000;

export interface PatternGuard {
  /** Whether the text matches; undefined: a limit ended the match, or was reached before it. */
  test(pattern: RegExp, text: string): boolean | undefined;
}

/**
 * What the linear-time engine can't match, JavaScript's own engine can, but by backtracking: for some texts the time grows
 * exponentially with their length. Whether a pattern has such texts can't be told from looking at it, and JavaScript can't
 * interrupt itself. A virtual machine can: a script with a time limit is ended by another thread, in the midst of matching
 * too. That costs a tenth of a millisecond for each text, so only patterns that need it are matched like this.
 * A guard serves one request. `free`: milliseconds of each text that don't count for the request: with a model's pattern,
 * whose author is trusted, a large request takes its time.
 */
export function createPatternGuard(free = 0): PatternGuard {
  let machine: Context | undefined;
  let left = limitOfRequest;
  return {
    test(pattern, text) {
      if (left <= 0) return undefined;
      machine ??= createContext(Object.create(null));
      machine.pattern = pattern;
      machine.text = text;
      const start = performance.now();
      try {
        return script.runInContext(machine, { timeout: Math.ceil(Math.min(left, limitOfText)) }) === true;
      } catch (error) {
        if ((error as { code?: unknown }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
        throw error;
      } finally {
        left -= Math.max(0, performance.now() - start - free);
      }
    },
  };
}

const script = new Script('pattern.test(text)');
