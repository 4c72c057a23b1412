/** A person who may log in. */
export interface Account {
  /** Owner of what the person uploads; it never changes. At most 64 characters. */
  id: string;
  /** The name to show. */
  name: string;
}

export interface Accounts {
  /** The account, or null when the name or the password is wrong: never which of the two. */
  authenticate(username: string, password: string): Promise<Account | null>;
}
