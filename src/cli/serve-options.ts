// What the command line says of `odata-emulator serve`, as commander gives it.

export interface ServeOptions {
  readonly port?: number;
  readonly host?: string;
  readonly path?: string;
  readonly profile?: 'odata' | 'graph';
  readonly validation?: 'strict' | 'report';
  readonly capabilities?: 'enforce' | 'ignore';
  readonly bodyLimit?: number;
  readonly contentLimit?: number;
  readonly debug?: boolean;
  readonly config?: string;
  readonly data?: string;
  readonly handlers?: string;
  readonly populate?: number;
  readonly seed?: number;
  readonly overlay?: readonly string[];
  readonly verbose?: boolean;
  /** False with --no-admin. */
  readonly admin?: boolean;
  readonly remoteAdmin?: boolean;
  readonly maxSessions?: number;
  readonly sessionTimeout?: number;
  readonly journal?: string;
}
