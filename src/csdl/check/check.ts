// OData CSDL 4.01: the rules for documents, in the order of its sections. All findings are reported, never only the first.

import type { CsdlDocument, CsdlFinding, CsdlPath, CsdlPlace, CsdlPosition } from '../csdl-document.ts';
import { checkAnnotationValues } from './check-annotation-values.ts';
import { checkAnnotations } from './check-annotations.ts';
import { checkContainers } from './check-container.ts';
import type { CheckContext } from './check-context.ts';
import { createCheckContext, pathText } from './check-context.ts';
import { checkEnumTypes } from './check-enum-type.ts';
import { checkInheritance } from './check-inheritance.ts';
import { checkKeys } from './check-key.ts';
import { checkNames } from './check-names.ts';
import { checkNavigationProperties } from './check-navigation-property.ts';
import { checkOperations } from './check-operation.ts';
import { checkProperties, checkTypeDefinitions } from './check-property.ts';

export interface CheckOptions {
  /** Name of the document, for findings. */
  readonly file: string;
  /** From reading the document, with the file where it is another one; findings have no positions without. */
  readonly positions?: (path: CsdlPath) => (CsdlPosition & Partial<CsdlPlace>) | undefined;
  /** Documents that the document includes schemas of. */
  readonly references?: readonly CsdlDocument[];
  /** Rules that find nothing but warnings are left out. */
  readonly errorsOnly?: boolean | undefined;
}

type Rule = (context: CheckContext) => void;

const rules: readonly Rule[] = [
  checkNames, // 5 "Schema", 15.2 "Simple Identifier"
  checkInheritance, // 6.1 "Derived Entity Type", 9.1 "Derived Complex Type"
  checkKeys, // 6.5 "Key"
  checkProperties, // 7 "Structural Property"
  checkNavigationProperties, // 8 "Navigation Property"
  checkEnumTypes, // 10 "Enumeration Type"
  checkTypeDefinitions, // 11 "Type Definition"
  checkOperations, // 12 "Action and Function"
  checkContainers, // 13 "Entity Container"
  checkAnnotations, // 14 "Vocabulary and Annotation"
  checkAnnotationValues, // 14.2 "Annotation"
];

/** Those of the rules that find nothing but warnings. */
const advice: ReadonlySet<Rule> = new Set([checkAnnotationValues]);

/**
 * What a document says that cannot be, or hardly can be meant. An error is what makes a model unusable: a type that
 * is not there, a cycle, a key without its property. What a service can live with is a warning.
 */
export function checkCsdl(document: CsdlDocument, options: CheckOptions): readonly CsdlFinding[] {
  const { file, positions, references = [], errorsOnly = false } = options;
  const findings: CsdlFinding[] = [];
  const context = createCheckContext(document, references, (severity, code, path, message) => {
    const position = positions?.(path);
    findings.push({
      severity,
      code,
      message,
      file: position?.file ?? file,
      line: position?.line,
      column: position?.column,
      path: pathText(document, path),
    });
  });
  for (const rule of rules) if (!errorsOnly || !advice.has(rule)) rule(context);
  return findings;
}
