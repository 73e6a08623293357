/** KMS gave no key, also when asked again: nothing was sealed, or opened. */
export class KeyUnavailable extends Error {
  override name = 'KeyUnavailable';
}
