package io.countersign.radius.app;

import io.countersign.radius.access.CompiledPolicies;
import io.countersign.radius.config.NodeSettings;
import io.countersign.radius.exchange.RadiusClient;
import io.countersign.radius.plugins.Plugins;
import java.util.List;

/**
 * What a server decides by, as it was read at one moment. Replaced as a whole.
 *
 * @param clients those that the policies were checked with
 */
record Live(NodeSettings settings, Plugins plugins, CompiledPolicies policies, List<RadiusClient> clients) {}
