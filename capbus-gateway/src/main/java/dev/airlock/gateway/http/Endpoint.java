package dev.airlock.gateway.http;

import io.vertx.core.http.HttpMethod;

/** Every request that is understood. The routes and the served document are both held to this table. */
enum Endpoint {
    SUBMIT(HttpMethod.POST, "/v1/intents"),
    LOOK(HttpMethod.GET, "/v1/intents/{session}/{id}"),
    CANCEL(HttpMethod.DELETE, "/v1/intents/{session}/{id}"),
    TOKEN(HttpMethod.GET, "/v1/tokens/{id}"),
    POSTURE(HttpMethod.GET, "/v1/posture"),
    LIVE(HttpMethod.GET, "/v1/health/live"),
    READY(HttpMethod.GET, "/v1/health/ready"),
    DOCUMENT(HttpMethod.GET, "/openapi.json");

    private final HttpMethod method;
    private final String template;

    Endpoint(HttpMethod method, String template) {
        this.method = method;
        this.template = template;
    }

    HttpMethod method() {
        return method;
    }

    /** Its path as OpenAPI writes it. */
    String template() {
        return template;
    }

    /** Its path as Vert.x Web writes it. */
    String route() {
        return template.replaceAll("\\{(\\w+)}", ":$1");
    }
}
