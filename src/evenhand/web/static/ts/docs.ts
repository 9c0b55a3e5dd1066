// Shows the API's description from our own server; nothing is fetched from or sent to a foreign one.

interface SwaggerOptions {
  url: string;
  domNode: Element;
  deepLinking: boolean;
  validatorUrl: null;
}

declare const SwaggerUIBundle: (options: SwaggerOptions) => unknown;

const place = document.querySelector<HTMLElement>("[data-openapi]");
const url = place?.dataset["openapi"];
if (place !== null && url !== undefined) {
  SwaggerUIBundle({ url, domNode: place, deepLinking: true, validatorUrl: null });
}
