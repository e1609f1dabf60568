{#- A column that somebody names and that is not there would leave every account without the field, and say nothing. -#}
{% macro check_raw_names() -%}
    {%- for name in ['raw_database', 'salesforce_schema', 'pendo_schema', 'zendesk_schema', 'intercom_schema',
        'stripe_schema', 'qualtrics_schema', 'customer_success_schema', 'amplitude_schema', 'mixpanel_schema',
        'hubspot_schema']
        if var(name, none) is not none -%}
        {%- do check_names(name, [var(name)]) -%}
    {%- endfor -%}
    {%- set shipped = shipped_columns() -%}
    {%- for name, example in {'salesforce_fields': 'segment_c', 'hubspot_fields': 'segment'}.items() -%}
        {%- set fields = var(name) -%}
        {%- if fields is not mapping -%}
            {{ exceptions.raise_compiler_error(
                "var " ~ name ~ " is '" ~ fields ~ "': give a mapping, for example {segment: [" ~ example ~ "]}."
            ) }}
        {%- endif -%}
        {%- for field in fields if field not in shipped[name] -%}
            {{ exceptions.raise_compiler_error(
                "var " ~ name ~ " names the unknown field '" ~ field ~ "'. Known fields: "
                ~ shipped[name] | join(', ') ~ ". Correct the name or take it out."
            ) }}
        {%- endfor -%}
    {%- endfor -%}
    {%- for field, given in var('salesforce_fields').items() if given -%}
        {%- do check_landed('salesforce_fields.' ~ field, given, shipped.salesforce_fields[field], 'salesforce', 'account') -%}
    {%- endfor -%}
    {%- for field, given in var('hubspot_fields').items() if given -%}
        {%- do check_names('hubspot_fields.' ~ field, given) -%}
        {%- if given != shipped.hubspot_fields[field] -%}
            {%- do check_landed(
                'hubspot_fields.' ~ field, hubspot_columns(field), shipped.hubspot_fields[field], 'hubspot', 'company'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do check_landed(
        'pendo_crm_id_columns', var('pendo_crm_id_columns'), shipped.pendo_crm_id_columns, 'pendo', 'account_history'
    ) -%}
    {%- do check_landed(
        'intercom_crm_id_columns', var('intercom_crm_id_columns'), shipped.intercom_crm_id_columns,
        'intercom', 'company_history'
    ) -%}
    {%- do check_landed_keys(
        'stripe_crm_id_keys', var('stripe_crm_id_keys'), shipped.stripe_crm_id_keys, 'stripe', 'customer', 'metadata'
    ) -%}
    {%- do check_landed_keys(
        'qualtrics_crm_id_keys', var('qualtrics_crm_id_keys'), shipped.qualtrics_crm_id_keys,
        'qualtrics', 'survey_embedded_data', 'key'
    ) -%}
    {%- for name in ['amplitude_group_types', 'amplitude_ignored_events', 'mixpanel_group_keys', 'mixpanel_ignored_events'] -%}
        {%- do check_names(name, var(name) or []) -%}
    {%- endfor -%}
    {%- do check_names('amplitude_projects', var('amplitude_projects') or [] | map('string') | list) -%}
    {%- if not modules.re.fullmatch('[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*', var('mixpanel_time_zone') | string) -%}
        {{ exceptions.raise_compiler_error(
            "var mixpanel_time_zone is '" ~ var('mixpanel_time_zone') ~ "': give the name of a time zone, for example Europe/Berlin."
        ) }}
    {%- endif -%}
{%- endmacro %}
