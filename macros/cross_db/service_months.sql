{#- A span within three days of whole months counts as whole months. -#}
{% macro service_months(from_timestamp, to_timestamp) -%}
    {%- set months = "(" ~ hours_between(from_timestamp, to_timestamp) ~ ") / " ~ hours_of_a_month() -%}
    case
        when abs({{ months }} - floor({{ months }} + 0.5)) <= 3 * 24 / {{ hours_of_a_month() }}
            and floor({{ months }} + 0.5) >= 1
            then floor({{ months }} + 0.5)
        else {{ months }}
    end
{%- endmacro %}
