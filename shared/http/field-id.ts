/** Id of a field's control. Apart, because the pages' scripts need it and nothing else of how fields are written. */
export const fieldId = (name: string) => `f-${name.replaceAll(/[^a-zA-Z0-9]+/g, '-')}`;
