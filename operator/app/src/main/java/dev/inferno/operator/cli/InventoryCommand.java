package dev.inferno.operator.cli;

import dev.inferno.documents.BadDocument;
import dev.inferno.documents.DocumentStream.Item;
import dev.inferno.documents.InventoryAnswer;
import dev.inferno.documents.InventoryAnswer.Devices;
import dev.inferno.documents.InventoryAnswer.Node;
import dev.inferno.documents.InventoryAnswers;
import dev.inferno.documents.PlanningCase;
import dev.inferno.documents.RecordJson;
import dev.inferno.documents.SnapshotDocument;
import dev.inferno.snapshot.CycleSnapshot;
import dev.inferno.snapshot.Inventory;
import dev.inferno.topology.placement.ClusterInventory;
import dev.inferno.topology.placement.NodeState;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** {@code inferno inventory}: which devices there are, what of them is free, and which nodes take no pods. */
final class InventoryCommand {

    private InventoryCommand() {}

    static int ofFile(Arguments arguments, InputStream in, PrintStream out, PrintStream err) {
        var items = InputFile.documents(arguments.require("file", "a Snapshot or PlanningCase"), in);
        return Documents.answer(items, Format.of(arguments), InventoryCommand::answer, out, err);
    }

    /** @param json that of an operator's snapshot */
    static int ofSnapshot(Arguments arguments, String json, PrintStream out) {
        CycleSnapshot seen = RecordJson.read(json, SnapshotDocument.class).snapshot();
        return seen.policy().products().during(() -> of(arguments, seen.inventory(), out));
    }

    static int of(Arguments arguments, Inventory inventory, PrintStream out) {
        InventoryAnswer answer = InventoryAnswers.of(inventory);
        out.print(Format.of(arguments).render(answer, table(answer)));
        return ExitCode.DONE;
    }

    private static Documents.Answer answer(Item.Parsed item) {
        InventoryAnswer answer = switch (item.kind()) {
            case "Snapshot" -> answer(item.as(SnapshotDocument.class).snapshot());
            case "PlanningCase" -> InventoryAnswers.of(item.as(PlanningCase.class));
            default -> throw new BadDocument("kind \"" + item.kind() + "\" must be Snapshot or PlanningCase");
        };
        return new Documents.Answer(answer, table(answer), true);
    }

    private static InventoryAnswer answer(CycleSnapshot seen) {
        return seen.policy().products().during(() -> InventoryAnswers.of(seen.inventory()));
    }

    private static String table(InventoryAnswer answer) {
        if (answer.nodes().isEmpty()) {
            return "no node offers devices\n";
        }
        var text = new StringBuilder().append(nodes(answer)).append('\n').append(products(answer));
        answer.problems()
                .forEach(problem -> text.append("problem: ").append(problem).append('\n'));
        return text.toString();
    }

    private static Table nodes(InventoryAnswer answer) {
        var table =
                new Table(header("NODE", "RESOURCE", "VENDOR", "PRODUCT", "GIB", "SHARING", "DEVICES", "USED", "FREE"));
        for (Node node : answer.nodes()) {
            for (Devices devices : node.devices()) {
                var row = new ArrayList<Object>(List.of(
                        node.name(),
                        devices.resource(),
                        word(devices.vendor()),
                        product(devices),
                        devices.memoryGib() == 0 ? "-" : devices.memoryGib(),
                        word(devices.sharing()),
                        devices.devices(),
                        devices.used(),
                        devices.free()));
                row.addAll(slots(devices.slots()));
                row.add(state(node, devices));
                table.row(row.toArray());
            }
        }
        return table;
    }

    private static Table products(InventoryAnswer answer) {
        var table = new Table(
                header("PRODUCT", "VENDOR", "GIB", "SHARING", "NODES", "DEVICES", "USED", "FREE", "WITHHELD"));
        for (InventoryAnswer.Product product : answer.products()) {
            var row = new ArrayList<Object>(List.of(
                    product.product(),
                    word(product.vendor()),
                    product.memoryGib() == 0 ? "-" : product.memoryGib(),
                    word(product.sharing()),
                    product.nodes(),
                    product.devices(),
                    product.used(),
                    product.free(),
                    product.withheld()));
            row.addAll(slots(product.slots()));
            row.add(product.largestGroup());
            table.row(row.toArray());
        }
        return table;
    }

    private static String[] header(String... first) {
        var words = new ArrayList<>(List.of(first));
        ClusterInventory.SIZES.forEach(size -> words.add("x" + size));
        words.add(first[0].equals("NODE") ? "STATE" : "LARGEST");
        return words.toArray(String[]::new);
    }

    private static List<Long> slots(SortedMap<String, Long> slots) {
        return ClusterInventory.SIZES.stream()
                .map(size -> slots.getOrDefault(size.toString(), 0L))
                .toList();
    }

    /** What labels say is put in quotes where the catalogue does not know it. */
    private static String product(Devices devices) {
        String known = devices.product();
        return known != null ? known : devices.rawProduct().isEmpty() ? "-" : "\"" + devices.rawProduct() + "\"";
    }

    private static String state(Node node, Devices devices) {
        String state = new NodeState(node.state(), node.reason()).toString();
        return devices.missing() == 0 ? state : state + "; " + devices.missing() + " missing";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
